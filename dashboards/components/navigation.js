// Follows a link of the menu, the ways between the parts of a long answer and those that unfold or narrow one, without loading the whole
// application again, so that session and place stay. Where anything about that is unusual (another window wanted, a download) the
// browser does what it always does. Other links within a page are loaded: their address holds all that they lead to, and nothing that
// is still being drawn takes what is clicked there.
// A page is drawn in parts, and what is drawn late moves or takes away what was there: something is kept so until it has stayed so for
// a second of a page at rest, or until the reader moves on.
const CALM = 10;
const TURNS = 'a[rel="next"], a[rel="prev"], a[rel="nofollow"], a[aria-expanded]';

function keep(so, calm = CALM, tries = 300) {
  if (!tries || !calm || window.kratomMoved) return;
  const rests = so() && document.querySelector('[data-test-script-state="notRunning"]');
  setTimeout(() => keep(so, rests ? calm - 1 : CALM, tries - 1), 100);
}

// The place that the address names is in sight.
function shown() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place) return false;
  if (!place.classList.contains("kr-here")) {
    if (place instanceof HTMLDetailsElement) place.open = true;
    document.querySelectorAll(".kr-here").forEach((e) => e.classList.remove("kr-here"));
    place.classList.add("kr-here");
    place.scrollIntoView({ block: "center" });
    return false;
  }
  const { top, bottom } = place.getBoundingClientRect();
  const seen = bottom > 0 && top < innerHeight;
  if (!seen) place.scrollIntoView({ block: "center" });
  return seen;
}

// Whoever goes through the menu by keyboard is on the link that they followed.
function focused(followed) {
  const link = document.querySelector(".kr-menu a[aria-current]");
  if (link?.getAttribute("href") !== followed) return false;
  if (document.activeElement === document.body) link.focus({ preventScroll: true });
  return true;
}

// What is unfolded is so on the page as it stands now: the link may have been drawn before another choice on it.
function unfold(to, link) {
  to.search = location.search;
  if (link.ariaExpanded === "true") to.searchParams.delete(link.hash.slice(1));
  else to.searchParams.set(link.hash.slice(1), "1");
}

// The next part of an answer takes the place of this one and begins in sight, where this one began. The address goes without the name
// of the place: Streamlit takes a step between addresses of which one has it for a jump within what is on show, and draws nothing anew.
function turn(link) {
  const to = new URL(link.href);
  if (link.matches("[aria-expanded]")) unfold(to, link);
  const begins = document.getElementById(decodeURIComponent(to.hash.slice(1))) ?? link.closest(".stHtml");
  to.hash = "";
  to.search ||= ""; // of an address that asks nothing no question mark stays
  history.pushState({}, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
  if (begins?.getBoundingClientRect().top < 0) begins.scrollIntoView();
  kept(link);
}

// Whoever turns by keyboard turns on: the link that they followed is gone with its part, and the one of the next part takes its place.
function kept({ id, rel, hash }, tries = 50) {
  const drawn = document.activeElement === document.body && document.querySelector('[data-test-script-state="notRunning"]');
  if (!drawn) return tries && setTimeout(() => kept({ id, rel, hash }, tries - 1), 100);
  const ways = [...document.querySelectorAll(TURNS)].filter((a) => a.hash === hash);
  (document.getElementById(id) ?? ways.find((a) => a.rel === rel) ?? ways[0])?.focus({ preventScroll: true });
}

export default function () {
  if (window.kratomLinks) return;
  window.kratomLinks = true;
  if (location.hash) keep(shown);
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => { window.kratomMoved = true; }, true);
  document.addEventListener("click", (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link?.matches(`.kr-menu a, ${TURNS}`) || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.matches(TURNS)) return turn(link);
    window.kratomMoved = false;
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector(".stMain")?.scrollTo(0, 0);
    // on a phone the menu lies over the page: whoever has chosen from it wants to see what was chosen
    if (!matchMedia("(max-width: 768px)").matches) keep(() => focused(link.getAttribute("href")));
    else setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
  });
}
