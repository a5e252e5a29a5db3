// Names what the theme adds to a page after it is loaded, so that screen readers and keyboards can use it.
const name = () => {
  document.querySelectorAll("nav.md-code__nav:not([aria-label])").forEach(nav => {
    name.count = (name.count || 0) + 1;
    nav.setAttribute("aria-label", `Code block ${name.count}`);
  });
  document.querySelectorAll(":is(.md-typeset__scrollwrap, .tabbed-labels):not([tabindex])").forEach(wrap => {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
  });
};
new MutationObserver(name).observe(document.body, {childList: true, subtree: true});
name();
