// What pages do in a reader's browser: names for what the theme adds, menu and palette by keyboard, previews of references.

const config = JSON.parse(document.getElementById("__config").textContent);
const base = new URL(config.base + "/", location).pathname.replace(/\/+$/, "/");

// Names what the theme adds to a page after it is loaded, so that screen readers and keyboards can use it.
const name = () => {
  document.querySelectorAll("nav.md-code__nav:not([role])").forEach(nav => {
    nav.setAttribute("role", "none");
    const title = nav.closest(".snippet")?.querySelector(".snippet-title")?.textContent;
    nav.querySelectorAll("button").forEach(button => button.setAttribute("aria-label", `Copy ${title || "code"}`));
  });
  document.querySelectorAll(":is(.md-typeset__scrollwrap, .tabbed-labels):not([tabindex])").forEach(wrap => {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
  });
};
const idle = globalThis.requestIdleCallback || setTimeout; // once, however many changes, and when there is time
const soon = () => name.wait ||= idle(() => (name.wait = 0, name()));
new MutationObserver(soon).observe(document.body, {childList: true, subtree: true});
soon();

// The theme's menu and search open by labels, which keyboards cannot reach: each gets a button inside.
for (const [id, text] of [["__drawer", "Menu"], ["__search", "Search"]]) {
  const label = document.querySelector(`label.md-header__button[for=${id}]`), toggle = document.getElementById(id);
  const button = document.createElement("button"), tell = () => button.setAttribute("aria-expanded", toggle.checked);
  button.type = "button";
  button.setAttribute("aria-label", text);
  button.append(...label.childNodes);
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", tell);
  tell();
  label.append(button);
  if (id === "__drawer") document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !toggle.checked) return;
    toggle.click();
    button.focus();
  });
}
// Its parts open and close by labels, too; the theme answers Enter there.
if (matchMedia("(max-width: 76.1875em)").matches)
  document.querySelectorAll(".md-nav--primary label[for]").forEach(label => label.tabIndex = 0);
document.addEventListener("keydown", event => {
  if (event.key !== " " || !(event.target instanceof HTMLLabelElement)) return;
  event.preventDefault();
  event.target.click();
});
// Of the palette's radio buttons, the one that the page shows is chosen, and Space works as Enter does.
const palette = document.querySelector("[data-md-component=palette]");
const chosen = palette?.querySelector(`[data-md-color-scheme=${document.body.dataset.mdColorScheme}]`);
if (chosen) chosen.checked = true;
palette?.addEventListener("keydown", event => {
  if (event.key !== " ") return;
  event.preventDefault();
  event.target.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
});

// A run's card closes when the focus leaves it.
document.addEventListener("focusin", event => {
  const open = document.querySelector(".run-card:popover-open");
  if (open && !open.contains(event.target)) open.hidePopover();
});

// Previews: a reference shows what it points to, on hover, on focus, and on the first tap. Each page's parts come
// in one script, so that this works from a folder without a server, too.
const parts = {}, card = document.createElement("div");
card.className = "preview md-typeset";
card.id = "preview";
card.popover = "manual";
document.body.append(card);
let shown = null, timer = 0;

const file = link => {
  const page = link.pathname.slice(base.length).replace(/(index)?(\.html|\/)?$/, "").replace(/\/$/, "");
  return page.replaceAll("/", "-") || "index";
};
globalThis.preview = found => preview.found = found;
const load = link => parts[file(link)] ||= new Promise(resolve => {
  const script = document.createElement("script");
  script.src = `${base}previews/${file(link)}.js`;
  script.onload = () => resolve(preview.found);
  script.onerror = () => resolve({});
  document.head.append(script);
});
const hide = () => {
  shown?.removeAttribute("aria-describedby");
  if (shown) card.hidePopover();
  shown = null;
};
const show = async link => {
  const html = (await load(link))[decodeURIComponent(link.hash.slice(1))];
  if (!html || !link.matches(":hover, :focus, [data-tapped]")) return;
  hide();
  shown = link;
  card.innerHTML = html;
  card.querySelectorAll("a[href]").forEach(a => a.href = new URL(a.getAttribute("href"), link.href));
  card.showPopover();
  link.setAttribute("aria-describedby", "preview");
  place();
};
const place = () => {
  const rects = shown.getClientRects(), at = rects[0], last = rects[rects.length - 1];
  const over = at.top - 14, under = innerHeight - last.bottom - 14;
  if (last.bottom < 0 || at.top > innerHeight) return hide();
  card.style.maxHeight = "";
  const below = card.offsetHeight <= under || under >= over;
  card.style.maxHeight = `${below ? under : over}px`;
  card.style.left = `${Math.max(8, Math.min(at.left, innerWidth - card.offsetWidth - 8))}px`;
  card.style.top = `${below ? last.bottom + 6 : Math.max(8, at.top - card.offsetHeight - 6)}px`;
};
const reference = event => event.target.closest?.("a.reference");
const later = (link, wait) => {
  clearTimeout(timer);
  timer = setTimeout(() => link ? show(link) : hide(), wait);
};
document.addEventListener("pointerover", event => {
  if (event.pointerType === "touch") return;
  const link = reference(event);
  if (link && link !== shown) later(link, 200);
  else if (link || card.contains(event.target)) clearTimeout(timer);
  else later(null, 200);
});
document.addEventListener("focusin", event => {
  const link = reference(event);
  if (link && link.matches(":focus-visible")) show(link);
  else if (shown && !card.contains(event.target)) hide();
});
document.addEventListener("click", event => {
  const link = reference(event);
  if (link && event.pointerType === "touch" && link !== shown && !link.dataset.tapped) {
    event.preventDefault();
    link.dataset.tapped = "";
    show(link);
  } else if (shown && !card.contains(event.target)) {
    delete shown.dataset.tapped;
    hide();
  }
});
document.addEventListener("keydown", event => event.key === "Escape" && later(null, 0));
document.addEventListener("scroll", event => event.target === document && shown && place());
