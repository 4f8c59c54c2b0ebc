"use strict";
// From a figure to its statements, from a statement to the page. Text from documents is only ever
// set with textContent.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const sizes = JSON.parse(byId("sizes").textContent);
  const words = data.words;
  const BATCH = 60; // rows drawn at a time
  const LAST = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
  const MORE = "abcdefghijklmnopqrstuvwxyzαβγδεζ";
  const dialog = byId("proof"), list = byId("proof-list"), view = byId("proof-page");
  let found = [], matching = [], drawn = 0;

  const decode = (text) => {
    const numbers = [];
    let last = -1, step = 0;
    for (const sign of text) {
      const end = LAST.indexOf(sign);
      step = step * 32 + (end < 0 ? MORE.indexOf(sign) : end);
      if (end >= 0) { last += step; numbers.push(last); step = 0; }
    }
    return numbers;
  };

  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  const drawing = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    return element;
  };

  const where = ([, at, bodies, type, , evidence]) => {
    const parts = [bodies.map((body) => data.bodies[body]).join(", ")];
    const of = data.docs[at];
    if (of) {
      parts.push(of.kind);
      if (evidence.length) parts.push((of.paged ? words.page : words.section) + " " + evidence[0][0]);
    }
    if (type) parts.push(type);
    return parts.join(" · ");
  };

  const draw = () => {
    for (const number of matching.slice(drawn, drawn + BATCH)) {
      const one = data.said[number];
      const item = make("li"), button = make("button");
      button.type = "button";
      button.dataset.number = number;
      button.append(make("span", one[0], "said"), make("span", where(one), "where"));
      item.append(button);
      list.append(item);
    }
    drawn = Math.min(drawn + BATCH, matching.length);
    byId("proof-more").hidden = drawn >= matching.length;
  };

  const refill = () => {
    const wanted = byId("proof-filter").value.trim().toLocaleLowerCase();
    matching = wanted
      ? found.filter((n) => (data.said[n][0] + " " + where(data.said[n])).toLocaleLowerCase().includes(wanted))
      : found;
    list.replaceChildren();
    drawn = 0;
    const size = matching.length;
    byId("proof-count").textContent =
      size === 0 ? words.nothing : size === 1 ? words.statement : size + " " + words.statements;
    draw();
  };

  const sheet = (key, boxes) => {
    const holder = make("div", undefined, "sheet");
    const picture = make("img");
    picture.alt = words.picture_of;
    picture.src = "data:image/webp;base64," + byId("picture-" + key).textContent;
    const [width, height] = sizes[key];
    const marks = drawing("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    for (let at = 0; at + 3 < boxes.length; at += 4) {
      const [left, top, right, bottom] = boxes.slice(at, at + 4);
      marks.append(drawing("rect", { x: left - 1, y: top - 1, width: right - left + 2, height: bottom - top + 2 }));
    }
    holder.append(picture, marks);
    return holder;
  };

  const around = (one) => {
    const holder = make("p", undefined, "around");
    if (one[6]) holder.append(one[6] + " ");
    holder.append(make("mark", one[0]));
    if (one[7]) holder.append(" " + one[7]);
    return holder;
  };

  const show = (number) => {
    const one = data.said[number], of = data.docs[one[1]];
    view.replaceChildren(make("p", where(one), "note"));
    if (of) view.append(make("p", of.name, "note"));
    const head = data.heads[one[4]];
    if (head) view.append(make("p", head, "note"));
    let pictured = false;
    for (const [page, boxes] of one[5]) {
      const key = one[1] + ":" + page;
      if (sizes[key]) { view.append(sheet(key, boxes || [])); pictured = true; }
    }
    if (!pictured) {
      view.append(around(one));
      if (of && of.paged && one[5].length) view.append(make("p", words.no_picture, "note"));
    }
    if (of && of.url && one[5].length) {
      const link = make("a", of.paged ? `${words.open} (${words.page} ${one[5][0][0]})` : of.name);
      link.href = of.url + (of.paged ? "#page=" + one[5][0][0] : "");
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      const line = make("p");
      line.append(link);
      view.append(line);
    }
    for (const button of list.querySelectorAll("button[aria-current]")) button.removeAttribute("aria-current");
    const chosen = list.querySelector(`button[data-number="${number}"]`);
    if (chosen) chosen.setAttribute("aria-current", "true");
    dialog.classList.add("showing");
    const mark = view.querySelector("rect, mark");
    if (mark && dialog.classList.contains("showing")) {
      const image = view.querySelector("img");
      const bring = () => mark.scrollIntoView({ block: "center" });
      if (image && !image.complete) image.addEventListener("load", bring, { once: true }); else bring();
    }
  };

  const open = (cell, title) => {
    found = decode(data.cells[cell] || "");
    byId("proof-filter").value = "";
    byId("proof-title").textContent = title;
    dialog.classList.remove("showing");
    view.replaceChildren(make("p", words.choose, "note"));
    refill();
    dialog.showModal();
    byId("proof-title").focus();
    if (found.length === 1) show(found[0]); // nothing to choose between
    history.replaceState(null, "", "#figure/" + cell);
  };

  const titled = (button) => {
    if (button.dataset.title) return button.dataset.title;
    const cell = button.closest("td"), table = button.closest("table");
    const row = button.closest("tr").querySelector("th"), column = table.tHead.rows[0].cells[cell.cellIndex];
    const name = column.firstChild.textContent.trim();
    const parts = [table.caption.querySelector(".title").textContent, row.textContent, name];
    if (!button.classList.contains("quote")) parts.push(button.textContent);
    return parts.join(" – ");
  };

  document.addEventListener("click", (event) => {
    const figure = event.target.closest("button.figure");
    if (figure) open(figure.dataset.cell, titled(figure));
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) { show(Number(button.dataset.number)); if (matchMedia("(max-width: 48rem)").matches) byId("proof-view").focus(); }
  });
  byId("proof-filter").addEventListener("input", refill);
  byId("proof-more").addEventListener("click", draw);
  byId("proof-close").addEventListener("click", () => dialog.close());
  byId("proof-back").addEventListener("click", () => {
    dialog.classList.remove("showing");
    const chosen = list.querySelector("button[aria-current]");
    if (chosen) chosen.focus();
  });
  dialog.addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));

  const asked = decodeURIComponent(location.hash).match(/^#figure\/(.+)$/);
  if (asked) {
    const button = document.querySelector(`button.figure[data-cell="${CSS.escape(asked[1])}"]`);
    if (button) { button.scrollIntoView({ block: "center" }); open(asked[1], titled(button)); }
  }
})();
