"""The table of who gets what: each address × each role × each kind of space. The tests are made from it.

An answer is one letter per role, in the order of ``ROLES``:

    o  the page (200)              l  the log-in page        a  absent: 404, as if it did not exist
    m  elsewhere (a redirect)      r  refused: 403           u  the form again, with what is wrong (422)
    x  the method is not for this address (405): what a line without ``get`` or ``post`` says for everybody

A line about something in a space has three answers, one per kind of space, in the order of ``KINDS``. A POST is sent
empty: what counts is who gets as far as the form. What is hidden must read ``l`` for anonymous readers and ``a`` for
everybody else, never ``r``: a refusal would tell that it is there.
"""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("anonymous", "provider", "outsider", "member", "facilitator", "communications", "admin")
KINDS = ("public", "agents", "members")

Answers = str | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """``path`` has its keys from ``tests.access.scene``."""

    path: str
    get: Answers = "xxxxxxx"
    post: Answers = "xxxxxxx"


EVERYBODY = "ooooooo"
SIGNED_IN = "loooooo"
SIGNED_IN_MOVED = "lmmmmmm"
AGENTS = "lrooooo"
AGENTS_FORM = "lruuuuu"
AGENTS_HIDDEN = "laooooo"
LOG_IN = "lllllll"
MOVED = "mmmmmmm"
READERS = ("ooooooo", "laooooo", "laaooao")
SIGNED_IN_READERS = ("loooooo", "laooooo", "laaooao")
FACILITATORS = ("lrrroro", "larroro", "laaroao")

# fmt: off
TABLE: dict[str, Line] = {
    # the frame
    "healthz": Line("/healthz", get=EVERYBODY),
    "readyz": Line("/readyz", get=EVERYBODY),
    "favicon": Line("/favicon.ico", get=MOVED),
    "robots": Line("/robots.txt", get=EVERYBODY),
    "sitemap": Line("/sitemap.xml", get=EVERYBODY, post=EVERYBODY),
    "media": Line("/media/{media}", get=("ooooooo", "aaooooo", "aaaooao")),
    "styleguide": Line("/styleguide/", get=EVERYBODY),
    "dev_mail": Line("/dev/mail/", get=EVERYBODY),
    "dev_mail_message": Line("/dev/mail/{mail}/text/", get=EVERYBODY),
    # home
    "home:site_map": Line("/fr/site-map/", get=EVERYBODY),
    # accounts
    "accounts:after_login": Line("/fr/account/arrived/", get=SIGNED_IN_MOVED),
    "accounts:welcome": Line("/fr/account/welcome/", get=SIGNED_IN, post="luuuuuu"),
    "accounts:profile": Line("/fr/account/profile/", get=SIGNED_IN, post="luuuuuu"),
    "accounts:invite": Line("/fr/account/invite/", get=AGENTS_HIDDEN, post=AGENTS_HIDDEN),
    # account
    "account_login": Line("/fr/account/login/", get="ommmmmm", post="ommmmmm"),
    "account_logout": Line("/fr/account/logout/", get="moooooo", post=MOVED),
    "account_inactive": Line("/fr/account/inactive/", get=EVERYBODY),
    "account_signup": Line("/fr/account/signup/", get="ommmmmm", post="ommmmmm"),
    "account_reauthenticate": Line("/fr/account/reauthenticate/", get=SIGNED_IN, post=SIGNED_IN),
    "account_email": Line("/fr/account/email/", get=SIGNED_IN, post=SIGNED_IN_MOVED),
    "account_email_verification_sent": Line("/fr/account/confirm-email/", get=SIGNED_IN_MOVED, post=SIGNED_IN_MOVED),
    "account_change_password": Line("/fr/account/password/change/", get=SIGNED_IN, post=SIGNED_IN),
    "account_set_password": Line("/fr/account/password/set/", get=SIGNED_IN_MOVED, post=SIGNED_IN_MOVED),
    "account_reset_password": Line("/fr/account/password/reset/", get=EVERYBODY, post=EVERYBODY),
    "account_confirm_login_code": Line("/fr/account/login/code/confirm/", get=SIGNED_IN_MOVED, post=SIGNED_IN_MOVED),
    "account_confirm_password_reset_code": Line("/fr/account/password/reset/confirm/", get=LOG_IN, post=LOG_IN),
    "account_complete_password_reset": Line("/fr/account/password/reset/complete/", get=MOVED, post=MOVED),
    "account_password_reset_completed": Line("/fr/account/password/reset/done/", get=EVERYBODY),
    "account_request_login_code": Line("/fr/account/login/code/", get="ommmmmm", post="ommmmmm"),
    # notifications
    "notifications:inbox": Line("/fr/notifications/", get=SIGNED_IN),
    "notifications:mark_read": Line("/fr/notifications/read/", post=SIGNED_IN_MOVED),
    # discussions
    "discussions:thread": Line("/fr/discussions/{draft}/", get=READERS),
    "discussions:post": Line("/fr/discussions/{draft}/post/", post=("luuuuuu", "lauuuuu", "laauuau")),
    "discussions:reply": Line(
        "/fr/discussions/{draft}/{comment}/reply/", get=SIGNED_IN_READERS, post=SIGNED_IN_READERS
    ),
    "discussions:edit": Line(
        "/fr/discussions/{draft}/{comment}/edit/",
        get=("aaaoaaa", "laaoaaa", "laaoaaa"),
        post=("aaaoaaa", "laaoaaa", "laaoaaa"),
    ),
    "discussions:close": Line(
        "/fr/discussions/{draft}/{comment}/close/",
        get=("aaaaoao", "laaaoao", "laaaoao"),
        post=("aaaaoao", "laaaoao", "laaaoao"),
    ),
    "discussions:hide": Line(
        "/fr/discussions/{draft}/{comment}/hide/",
        get=("aaaaooo", "laaaooo", "laaaoao"),
        post=("aaaaooo", "laaaooo", "laaaoao"),
    ),
    # guidance
    "guidance:criterion": Line("/fr/guidance/criterion/{criterion}/", get=MOVED),
    "guidance:trail": Line("/fr/guidance/criterion/{criterion}/trail/", get=EVERYBODY),
    "guidance:history": Line("/fr/guidance/{guidance}/history/", get=EVERYBODY),
    "guidance:version": Line("/fr/guidance/{guidance}/version/1/", get=EVERYBODY),
    "guidance:compare": Line("/fr/guidance/{guidance}/compare/1/2/", get=EVERYBODY),
    # spaces
    "spaces:create_space": Line("/fr/spaces/new/", get=AGENTS, post=AGENTS),
    "spaces:settings": Line("/fr/spaces/{space}/settings/", get=FACILITATORS, post=FACILITATORS),
    "spaces:members": Line(
        "/fr/spaces/{space}/members/", get=("laaooao", "laaooao", "laaooao"), post=("laaroao", "laaroao", "laaroao")
    ),
    "spaces:remove_member": Line(
        "/fr/spaces/{space}/members/{membership}/remove/",
        get=("laaooao", "laaooao", "laaooao"),
        post=("laammam", "laammam", "laammam"),
    ),
    "spaces:add_resource": Line("/fr/spaces/{space}/resources/new/", get=FACILITATORS, post=FACILITATORS),
    "spaces:remove_resource": Line(
        "/fr/spaces/{space}/resources/{resource}/remove/", get=FACILITATORS, post=("lrrrmrm", "larrmrm", "laarmam")
    ),
    "spaces:create_specification": Line("/fr/spaces/{space}/drafts/new/", get=FACILITATORS, post=FACILITATORS),
    "spaces:propose": Line("/fr/spaces/{space}/propose/", get=SIGNED_IN_READERS, post=SIGNED_IN_READERS),
    "spaces:remarks": Line("/fr/spaces/draft/{draft}/remarks/", get=READERS),
    "spaces:amendments": Line("/fr/spaces/draft/{draft}/amendments/", get=READERS),
    "spaces:decisions": Line("/fr/spaces/draft/{draft}/decisions/", get=READERS),
    "spaces:decisions_csv": Line("/fr/spaces/draft/{draft}/decisions.csv", get=READERS),
    "spaces:resources": Line("/fr/spaces/draft/{draft}/resources/", get=READERS),
    "spaces:history": Line("/fr/spaces/draft/{draft}/history/", get=READERS),
    "spaces:version": Line("/fr/spaces/draft/{draft}/version/1/", get=READERS),
    "spaces:compare": Line("/fr/spaces/draft/{draft}/compare/1/2/", get=READERS),
    "spaces:specification_settings": Line("/fr/spaces/draft/{draft}/settings/", get=FACILITATORS, post=FACILITATORS),
    "spaces:phase": Line("/fr/spaces/draft/{draft}/phase/", get=FACILITATORS, post=FACILITATORS),
    "spaces:article_new": Line("/fr/spaces/draft/{draft}/article/new/", get=FACILITATORS, post=FACILITATORS),
    "spaces:article_edit": Line(
        "/fr/spaces/draft/{draft}/article/{article}/edit/", get=FACILITATORS, post=FACILITATORS
    ),
    "spaces:article_move": Line(
        "/fr/spaces/draft/{draft}/article/{article}/move/", get=FACILITATORS, post=FACILITATORS
    ),
    "spaces:article_retire": Line(
        "/fr/spaces/draft/{draft}/article/{article}/retire/", get=FACILITATORS, post=FACILITATORS
    ),
    "spaces:article_history": Line("/fr/spaces/draft/{draft}/article/{article}/history/", get=READERS, post=READERS),
    "spaces:amend": Line(
        "/fr/spaces/draft/{draft}/article/{article}/amend/", get=SIGNED_IN_READERS, post=SIGNED_IN_READERS
    ),
    "spaces:proposal": Line("/fr/spaces/proposal/{proposal}/", get=READERS),
    "spaces:support": Line("/fr/spaces/proposal/{proposal}/support/", post=("lmmmmmm", "lammmmm", "laammam")),
    "spaces:withdraw": Line(
        "/fr/spaces/proposal/{proposal}/withdraw/",
        get=("lrrorrr", "larorrr", "laaorar"),
        post=("lrrmrrr", "larmrrr", "laamrar"),
    ),
    "spaces:decide": Line(
        "/fr/spaces/proposal/{proposal}/decide/", get=FACILITATORS, post=("lrrruru", "larruru", "laaruau")
    ),
    # events
    "events:feed": Line("/fr/events/calendar.ics", get=EVERYBODY),
    "events:calendar": Line("/fr/events/{challenge}/calendar.ics", get=EVERYBODY),
    "events:register": Line("/fr/events/{challenge}/register/", get=EVERYBODY, post=EVERYBODY),
    "events:registered": Line("/fr/events/{challenge}/registered/", get=EVERYBODY),
    "events:registration": Line("/fr/events/registration/{token}/", get=EVERYBODY),
    "events:registration_act": Line("/fr/events/registration/{token}/cancel/", get=MOVED, post=MOVED),
    "events:ask": Line("/fr/events/{challenge}/ask/", get=EVERYBODY, post=EVERYBODY),
    "events:asked": Line("/fr/events/{challenge}/asked/", get=EVERYBODY),
    "events:desk": Line("/fr/events/{challenge}/desk/", get=AGENTS_HIDDEN),
    "events:desk_csv": Line("/fr/events/{challenge}/desk/registrations.csv", get="larrroo"),
    "events:desk_organisations_csv": Line("/fr/events/{challenge}/desk/organisations.csv", get=AGENTS_HIDDEN),
    "events:desk_presence": Line("/fr/events/{challenge}/desk/presence/", post="lammmmm"),
    "events:desk_capacity": Line("/fr/events/{challenge}/desk/capacity/", post="larrroo"),
    "events:desk_cancel": Line("/fr/events/{challenge}/desk/cancel/", post="larrroo"),
    "events:desk_record": Line("/fr/events/{challenge}/desk/record/", get=AGENTS_HIDDEN, post=AGENTS_HIDDEN),
    "events:desk_question": Line(
        "/fr/events/{challenge}/desk/questions/{question}/", get=AGENTS_HIDDEN, post=AGENTS_HIDDEN
    ),
    # lessons
    "lessons:create": Line("/fr/lessons/new/", get=AGENTS, post=AGENTS_FORM),
    "lessons:reviews": Line("/fr/lessons/review/", get=AGENTS),
    "lessons:draft": Line("/fr/lessons/{lesson_draft}/draft/", get="laaaaoo"),
    "lessons:edit": Line("/fr/lessons/{lesson}/edit/", get=AGENTS, post=AGENTS_FORM),
    "lessons:submit": Line("/fr/lessons/{lesson_draft}/submit/", post="laaaamm"),
    "lessons:withdraw": Line("/fr/lessons/{lesson_draft}/withdraw/", post="laaaarr"),
    "lessons:approve": Line("/fr/lessons/{lesson_draft}/approve/", post="laaaarr"),
    "lessons:send_back": Line("/fr/lessons/{lesson_draft}/send-back/", post="laaaarr"),
    "lessons:still_valid": Line("/fr/lessons/{lesson}/still-valid/", post=AGENTS_FORM),
    "lessons:same": Line("/fr/lessons/{lesson}/same/", get=AGENTS, post=AGENTS),
    "lessons:history": Line("/fr/lessons/{lesson}/history/", get=EVERYBODY),
    "lessons:choose_comparison": Line("/fr/lessons/{lesson}/compare/", get=MOVED),
    "lessons:compare": Line("/fr/lessons/{lesson}/compare/1/2/", get="aaaaaaa"),
    "lessons:version": Line("/fr/lessons/{lesson}/version/1/", get=EVERYBODY),
    "lessons:restore": Line("/fr/lessons/{lesson}/restore/1/", get=AGENTS, post=AGENTS_FORM),
    # visits
    "visits:mine": Line("/fr/visits/mine/", get=SIGNED_IN),
    "visits:register": Line("/fr/visits/register.csv", get="laaaaoo"),
    "visits:offer_create": Line("/fr/visits/offer/new/", get="lorrrrr", post="lurrrrr"),
    "visits:offer": Line("/fr/visits/offer/{offer}/", get=MOVED),
    "visits:offer_edit": Line("/fr/visits/offer/{offer}/edit/", get="laaaaoo", post="laaaauu"),
    "visits:offer_publish": Line("/fr/visits/offer/{offer}/publish/", post="larrrrr"),
    "visits:offer_send_back": Line("/fr/visits/offer/{offer}/send-back/", post="larrrrr"),
    "visits:offer_close": Line("/fr/visits/offer/{offer}/close/", post="laaaamm"),
    "visits:slots": Line("/fr/visits/offer/{offer}/slots/", get="laaaaoo", post="laaaaoo"),
    "visits:slot_cancel": Line("/fr/visits/slot/{slot}/cancel/", post="laaaamm"),
    "visits:request": Line("/fr/visits/offer/{offer}/request/", get=AGENTS, post=AGENTS),
    "visits:visit": Line("/fr/visits/visit/{visit}/", get="laaoaoo"),
    "visits:accept": Line("/fr/visits/visit/{visit}/accept/", post="laararr"),
    "visits:decline": Line("/fr/visits/visit/{visit}/decline/", post="laararr"),
    "visits:cancel": Line("/fr/visits/visit/{visit}/cancel/", post="laauarr"),
    "visits:report_start": Line("/fr/visits/visit/{past_visit}/report/", post="laararr"),
    "visits:report": Line("/fr/visits/report/{report_draft}/", get="laaoaoo"),
    "visits:report_edit": Line("/fr/visits/report/{report}/edit/", get="laaoaoo", post="laauauu"),
    "visits:picture": Line("/fr/visits/report/{report_draft}/picture/{picture}/", get="laaoaoo"),
    "visits:report_send": Line("/fr/visits/report/{report_draft}/send/", post="laamamm"),
    "visits:report_check": Line("/fr/visits/report/{report_draft}/check/", post="laararr"),
    "visits:report_publish": Line("/fr/visits/report/{report_draft}/publish/", post="laamamm"),
    "visits:history": Line("/fr/visits/report/{report}/history/", get=EVERYBODY),
    "visits:restore": Line("/fr/visits/report/{report}/restore/1/", get="laaoaoo", post="laauauu"),
    "visits:compare": Line("/fr/visits/report/{report}/compare/1/1/", get=EVERYBODY),
    # search
    "search:search": Line("/fr/search/", get=EVERYBODY),
    "search:suggest": Line("/fr/search/suggest/?q=cahier", get=EVERYBODY),
    "search:feed": Line("/fr/search/feed/?q=cahier", get=EVERYBODY),
    "search:results_csv": Line("/fr/search/results.csv?q=cahier", get=EVERYBODY),
    "search:save": Line("/fr/search/save/?q=cahier", get=SIGNED_IN, post="luuuuuu"),
    "search:saved": Line("/fr/search/saved/", get=SIGNED_IN),
    # The member's: to everybody else it does not exist.
    "search:saved_change": Line("/fr/search/saved/{saved_search}/", post="laamaaa"),
    "search:saved_delete": Line("/fr/search/saved/{saved_search}/delete/", post="laamaaa"),
    "search:stop": Line("/fr/search/saved/stop/{stop_token}/", get=EVERYBODY, post=EVERYBODY),
    # the frame
    "_util/login/": Line("/fr/_util/login/", get=LOG_IN, post=LOG_IN),
    "wagtailcore_authenticate_with_password": Line(
        "/fr/_util/authenticate_with_password/1/1/", get="aaaaaaa", post="aaaaaaa"
    ),
    "wagtailcore_login": Line("/fr/_util/login/", get=LOG_IN, post=LOG_IN),
}
# fmt: on

# Pages that Wagtail serves, by the name they have in the scene.
PAGES: dict[str, Answers] = {
    "home": EVERYBODY,
    "guidance index": EVERYBODY,
    "guidance": EVERYBODY,
    "challenge index": EVERYBODY,
    "challenge": EVERYBODY,
    "lesson index": EVERYBODY,
    "lesson": EVERYBODY,
    "visit index": EVERYBODY,
    "visit offer": EVERYBODY,
    "visit report": EVERYBODY,
    "space": READERS,
    "draft": READERS,
    "resource": READERS,
}
