// How far a rebuild of the search is, without loading the page: the part that says so is asked for anew.
const SECONDS = 2;
const PART = "rebuild";

async function look() {
  const part = document.getElementById(PART);
  if (!part?.querySelector("progress")) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(PART);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  } catch {
    // The next turn asks again.
  }
  setTimeout(look, SECONDS * 1000);
}

setTimeout(look, SECONDS * 1000);
