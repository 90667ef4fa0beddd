// The page of a certificate with a box for every value on it, beside the values: a row lights its box, a box lights its row.
// Everything shown is set as text, never as markup: it was printed by whoever made the file.
const ZOOM = [1, 1.5, 2, 3];
const LEGIBLE = 440; // pixels of page width below which small print cannot be read

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made[key] = value;
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".viewer");
  const memory = (root.memory ??= { zoom: null, selected: null, key: null });
  if (data.selected !== memory.asked) {
    memory.asked = data.selected;
    memory.selected = data.selected;
  }

  const mark = (id, name, on) => {
    root.querySelectorAll("[data-id]").forEach((e) => {
      if (e.dataset.id === id) e.classList.toggle(name, on);
    });
  };
  const show = (smooth) => {
    root.querySelectorAll(".lit").forEach((e) => e.classList.remove("lit"));
    if (memory.selected === null) return;
    mark(memory.selected, "lit", true);
    const stage = root.querySelector(".stage");
    const boxes = [...root.querySelectorAll(`.box[data-id="${CSS.escape(memory.selected)}"]`)];
    if (boxes.length && stage) {
      // the name stands left and the value right of it: where both do not fit, the value is what has to be seen
      const left = Math.min(...boxes.map((box) => box.offsetLeft));
      const right = Math.max(...boxes.map((box) => box.offsetLeft + box.offsetWidth)) + 24;
      stage.scrollTo({
        top: Math.min(...boxes.map((box) => box.offsetTop)) - stage.clientHeight / 3,
        left: right - left > stage.clientWidth ? right - stage.clientWidth : left - 24,
        behavior: smooth && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "auto",
      });
    }
    const list = root.querySelector(".values");
    const row = root.querySelector(`tr[data-id="${CSS.escape(memory.selected)}"]`);
    if (row && list && (row.offsetTop < list.scrollTop + 40 || row.offsetTop + row.offsetHeight > list.scrollTop + list.clientHeight)) {
      list.scrollTop = row.offsetTop - list.clientHeight / 3;
    }
  };
  const select = (id) => {
    memory.selected = id;
    memory.asked = id;
    show(true);
    setStateValue("selected", id);
  };
  const near = (id) => ({ onmouseenter: () => mark(id, "near", true), onmouseleave: () => mark(id, "near", false) });

  const paper = () => {
    const sheet = element("div", { class: "sheet" });
    const stage = element("div", { class: "stage", tabindex: "0", role: "region", "aria-label": `Page ${data.page}, scrolls` }, sheet);
    const resize = (step) => {
      memory.zoom = Math.min(ZOOM.length - 1, Math.max(0, memory.zoom + step));
      sheet.style.width = `${ZOOM[memory.zoom] * 100}%`;
      less.disabled = memory.zoom === 0;
      more.disabled = memory.zoom === ZOOM.length - 1;
      show(false);
    };
    stage.onkeydown = (event) => {
      const step = { "+": 1, "=": 1, "-": -1, 0: -ZOOM.length }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      resize(step);
    };
    const less = element("button", { type: "button", "aria-label": "Smaller", title: "Smaller (key −)", onclick: () => resize(-1) }, "−");
    const more = element("button", { type: "button", "aria-label": "Larger", title: "Larger (key +)", onclick: () => resize(1) }, "+");
    const turn = (step, label, sign) =>
      data.pages > 1
        ? element("button", { type: "button", "aria-label": label, title: label, onclick: () => setStateValue("page", data.page + step) }, sign)
        : null;
    const back = turn(-1, "Previous page", "‹");
    const next = turn(1, "Next page", "›");
    if (back) back.disabled = data.page <= 1;
    if (next) next.disabled = data.page >= data.pages;
    sheet.append(element("img", { src: data.image, alt: data.alt }));
    for (const box of data.boxes) {
      const button = element("button", {
        type: "button", class: box.doubtful ? "box doubtful" : "box", "data-id": box.id, title: box.label, "aria-label": box.label,
        onclick: () => select(box.id), ...near(box.id),
      });
      Object.assign(button.style, {
        left: `${box.x0 * 100}%`, top: `${box.y0 * 100}%`, width: `${(box.x1 - box.x0) * 100}%`, height: `${(box.y1 - box.y0) * 100}%`,
      });
      sheet.append(button);
    }
    const where = element("span", { class: "where" }, `Page ${data.page} of ${data.pages}`);
    const made = element("div", { class: "paper" }, element("div", { class: "bar" }, where, back, next, less, more), stage);
    memory.settle = () => {
      memory.zoom ??= Math.max(0, ZOOM.findIndex((zoom) => stage.clientWidth * zoom >= LEGIBLE));
      resize(0);
    };
    return made;
  };

  // a row that says one thing says it across all columns
  const cells = (row) =>
    row.cells.slice(1).every((cell) => cell === "–")
      ? [element("td", { colspan: row.cells.length }, row.cells[0])]
      : row.cells.map((cell, i) => element("td", { "data-label": data.columns[i + 1], class: cell === "–" ? "none" : null }, cell));
  // with the list in focus, arrows go from value to value
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(".name")) return;
    event.preventDefault();
    const names = [...root.querySelectorAll(".name")];
    const next = names[names.indexOf(event.target) + step];
    if (next) {
      next.focus();
      next.click();
    }
  };
  const values = () => {
    const body = element("tbody");
    let group = null;
    for (const row of data.rows) {
      if (row.group !== group) {
        group = row.group;
        body.append(element("tr", { class: "group" }, element("th", { colspan: data.columns.length, scope: "colgroup" }, group)));
      }
      const name = element("th", { scope: "row" }, element("button", { type: "button", class: "name", onclick: (e) => { e.stopPropagation(); select(row.id); } }, row.name));
      if (row.known) name.append(element("span", { class: "known" }, row.known));
      if (row.mark) name.append(element("span", { class: "mark" }, row.mark));
      body.append(element("tr", { class: "value", "data-id": row.id, onclick: () => select(row.id), ...near(row.id) }, name, ...cells(row)));
    }
    const head = element("thead", {}, element("tr", {}, ...data.columns.map((title) => element("th", { scope: "col" }, title))));
    return element("div", { class: "values", onkeydown: walk, tabindex: "0", role: "region", "aria-label": "Values of this certificate" }, element("table", {}, head, body));
  };

  const key = JSON.stringify([data.image.length, data.image.slice(-64), data.page, data.rows, data.boxes]);
  if (memory.key !== key) {
    memory.key = key;
    const scroll = root.querySelector(".values")?.scrollTop ?? 0;
    root.classList.toggle("alone", data.rows.length === 0);
    root.replaceChildren(paper(), ...(data.rows.length ? [values()] : []));
    memory.settle();
    const list = root.querySelector(".values");
    if (list) list.scrollTop = scroll;
  }
  // the picture has no height before it is decoded, and a box cannot be scrolled to before then
  const picture = root.querySelector("img");
  if (picture.complete) show(false);
  else picture.onload = () => show(false);
}
