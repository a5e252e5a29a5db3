// Runs in the home page of the built site and makes it the whole book, ready to print. Returns what is wrong.
async ({css}) => {
  const root = new URL(".", location.href), title = document.querySelector(".md-header__topic .md-ellipsis").textContent.trim();
  const canonical = document.querySelector("link[rel=canonical]")?.href, broken = [];
  const about = document.querySelector("meta[name=description]")?.content ?? "";
  const make = (tag, className, ...children) => {
    const element = Object.assign(document.createElement(tag), {className});
    element.append(...children);
    return element;
  };

  // The chapters, in the order of the navigation, each with the title of its part.
  const chapters = new Map();
  for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link")) {
    if (link.closest(".md-nav--secondary") || link.hash || link.origin !== root.origin) continue;
    const section = [...document.querySelectorAll(".md-nav--primary .md-nav__item--nested")].find(e => e.contains(link));
    const path = link.href.slice(root.href.length).replace(/index\.html$/, "");
    const part = section?.querySelector(".md-ellipsis").textContent.trim() ?? "";
    chapters.set(link.href, {part, key: "c-" + (path.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home")});
  }

  // One chapter: its article, without what is for screens, with ids of its own.
  for (const [address, chapter] of chapters) {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const article = page.querySelector("article"), own = id => `${chapter.key}--${id}`;
    article.querySelectorAll("script, style, link, button, [popover], .headerlink, .snippet-links").forEach(e => e.remove());
    article.querySelectorAll(".reading-time, .md-content__button, .dark-only").forEach(e => e.remove());
    article.querySelectorAll("img").forEach(image => image.loading = "eager");
    for (const fold of article.querySelectorAll("details")) {
      fold.removeAttribute("name"); // of folds with one name, only one can be open
      fold.open = true;
    }
    for (const element of article.querySelectorAll("*")) {
      for (const {name, value} of [...element.attributes]) {
        if (name === "id" || name === "for") element.setAttribute(name, own(value));
        else if (/^aria-(labelledby|describedby|controls|owns|details|flowto)$|^headers$/.test(name))
          element.setAttribute(name, value.split(/\s+/).map(own).join(" "));
        else if (/^(xlink:)?href$/.test(name) && element.localName !== "a" && value.startsWith("#"))
          element.setAttribute(name, "#" + own(value.slice(1)));
        else if (value.includes("url(#")) element.setAttribute(name, value.replaceAll("url(#", `url(#${chapter.key}--`));
        else if (name === "src") element.setAttribute(name, new URL(value, address).href);
      }
    }
    for (const link of article.querySelectorAll("a[href]")) {
      const url = new URL(link.getAttribute("href"), address), file = url.href.split("#")[0].replace(/index\.html$/, "");
      if (chapters.has(file)) {
        const {key} = chapters.get(file);
        link.setAttribute("href", "#" + key + (url.hash.length > 1 ? "--" + decodeURIComponent(url.hash.slice(1)) : ""));
      } else if (url.origin !== root.origin) {
        const shown = link.textContent.trim();
        if (!/^https?:/.test(shown) && /^http/.test(url.protocol)) link.dataset.address = url.href.replace(/^https?:\/\//, "");
      } else if (canonical) link.href = new URL(url.href.slice(root.href.length), canonical).href; // a file of the site
      else link.replaceWith(...link.childNodes);
    }
    for (const tabs of article.querySelectorAll(".tabbed-set")) { // one below the other
      const labels = tabs.querySelectorAll(":scope > .tabbed-labels > label");
      const blocks = [...tabs.querySelectorAll(":scope > .tabbed-content > .tabbed-block")];
      tabs.replaceWith(...blocks.flatMap((block, i) => [make("p", "tab", ...labels[i].childNodes), ...block.childNodes]));
    }
    const section = make("section", "chapter md-typeset", ...article.childNodes);
    section.id = chapter.key;
    let heading = section.querySelector("h1");
    if (heading.textContent.trim().toLowerCase() === title.toLowerCase()) heading.textContent = "Preface";
    chapter.title = heading.textContent.trim();
    for (const heading of section.querySelectorAll("h1, h2, h3, h4, h5")) { // below the title of the part, for the outline
      const level = +heading.localName[1] + (chapter.part ? 1 : 0);
      const lower = make("h" + level, heading.className, ...heading.childNodes);
      lower.id = heading.id;
      lower.dataset.level = heading.localName[1];
      heading.replaceWith(lower);
    }
    chapter.section = section;
  }

  // The title page, the contents, the chapters.
  const list = make("ol", ""), contents = make("nav", "contents md-typeset", make("h1", "", "Contents"), list);
  contents.firstChild.dataset.level = 1;
  const entry = (kind, id, nodes) => {
    const link = make("a", "", make("span", "", ...nodes), make("span", "dots"), make("span", "page"));
    link.href = "#" + id;
    return make("li", kind, link);
  };
  const names = nodes => [...nodes].map(node => node.cloneNode(true));
  let part = "";
  for (const {key, section, part: own, title: name} of chapters.values()) {
    if (own && own !== part) {
      const heading = make("h1", "part", own);
      heading.id = key + "--part";
      section.prepend(heading);
      list.append(entry("part", heading.id, [own]));
    }
    part = own;
    const [first, ...rest] = section.querySelectorAll("[data-level='1'], [data-level='2']");
    list.append(entry("title", first.id, names(first.childNodes)));
    rest.forEach(heading => list.append(entry("section", heading.id, names(heading.childNodes))));
    css += `\n@page ${key} { @bottom-left { content: ${JSON.stringify(name)}; } }\n#${key} { page: ${key}; }`;
  }
  const cover = make("header", "cover md-typeset", make("h1", "", title), make("p", "", about));
  if (canonical) cover.append(make("p", "address", canonical));
  const book = [cover, contents, ...[...chapters.values()].map(chapter => chapter.section)];
  document.querySelectorAll("link[rel=prev], link[rel=next], script").forEach(element => element.remove());
  document.head.append(make("style", "", css));
  document.body.replaceChildren(...book);
  document.body.dataset.mdColorScheme = "default";
  document.title = title;
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.getAttribute("href").slice(1)))
      broken.push(`${link.closest("section")?.id}: ${link.getAttribute("href")}`);

  await document.fonts.ready;
  await Promise.all([...document.images].map(image => image.decode().catch(() => broken.push(image.src))));
  for (const block of document.querySelectorAll(".snippet, .output, pre, table, blockquote")) // what is short stays whole
    if (block.getBoundingClientRect().height < innerHeight * .4) block.style.breakInside = "avoid";
  for (const box of document.querySelectorAll("details, .admonition")) { // its title does not stand alone at a page's foot
    const keep = make("div", "keep");
    box.replaceWith(keep);
    keep.append(box);
  }
  const wide = [];
  for (const table of document.querySelectorAll(".chapter table")) { // smaller, until it fits, and then with broken words
    const fits = () => table.getBoundingClientRect().width <= table.parentElement.clientWidth + 1;
    for (let size = .58; size > .44 && !fits(); size -= .02) table.style.fontSize = size + "rem";
    if (!fits()) table.style.overflowWrap = "anywhere";
  }
  for (const element of document.querySelectorAll(".chapter :not(svg *, .mathml, .mathml *, .glyphs)")) {
    const {left, right, width} = element.getBoundingClientRect(), block = getComputedStyle(element).display === "block";
    const out = left < -1 || right > innerWidth + 12; // a space at a line's end hangs out, with the padding of code
    if (width && (out || (block && element.scrollWidth > element.clientWidth + 2)))
      wide.push(`${element.closest("section").id}: ${element.outerHTML.slice(0, 120)}`);
  }
  return {broken, wide};
}
