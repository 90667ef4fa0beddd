// Follows a link inside the registry without loading the whole application again. Where anything about that is unusual
// (another window wanted, another origin, a download) the browser does what it always does.
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

export default function () {
  if (window.kratomLinks) return;
  window.kratomLinks = true;
  settle();
  document.addEventListener("click", (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    // on a phone the menu lies over the page: whoever has chosen from it wants to see what was chosen
    if (link?.closest('[data-testid="stSidebarNav"]') && matchMedia("(max-width: 768px)").matches) {
      setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click());
    }
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target !== "_self" || link.origin !== location.origin || link.hasAttribute("download") || !link.closest(".stHtml")) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector(".stMain")?.scrollTo(0, 0);
    settle();
  });
}
