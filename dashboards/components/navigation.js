// Follows a link of the menu without loading the whole application again, so that the session stays. Where anything about that is
// unusual (another window wanted, a download) the browser does what it always does. Links within a page are loaded: their address
// holds all that they lead to, and nothing that is still being drawn takes what is clicked there.
// A place on a page is there only once the page is drawn, so it is waited for.
function settle(tries = 50) {
  if (!location.hash) return;
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place) {
    if (tries) setTimeout(() => settle(tries - 1), 150);
    return;
  }
  if (place instanceof HTMLDetailsElement) place.open = true;
  document.querySelectorAll(".kr-here").forEach((e) => e.classList.remove("kr-here"));
  place.classList.add("kr-here");
  place.scrollIntoView({ block: "center" });
}

// The menu is drawn again with each page, and with parts of it to come: whoever goes through it by keyboard stays on the link they
// followed until the page is there.
function stay(followed, tries = 300) {
  const link = document.querySelector(".kr-menu a[aria-current]");
  const there = link?.getAttribute("href") === followed;
  const drawn = document.querySelector('[data-test-script-state="notRunning"]');
  if (there && document.activeElement === document.body) link.focus({ preventScroll: true });
  if (tries && !(there && drawn)) setTimeout(() => stay(followed, tries - 1), 100);
}

export default function () {
  if (window.kratomLinks) return;
  window.kratomLinks = true;
  settle();
  document.addEventListener("click", (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link?.closest(".kr-menu") || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector(".stMain")?.scrollTo(0, 0);
    // on a phone the menu lies over the page: whoever has chosen from it wants to see what was chosen
    if (!matchMedia("(max-width: 768px)").matches) stay(link.getAttribute("href"));
    else setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
  });
}
