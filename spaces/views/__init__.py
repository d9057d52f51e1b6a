from spaces.views import drafting, drafts, proposals, spaces

__all__ = ["drafting", "drafts", "proposals", "spaces"]
