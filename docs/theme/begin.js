// Runs before anything is drawn: what the theme has inline in its pages is here, so that the content security
// policy can forbid inline scripts; and what search loads waits until search is used.
{
  const root = new URL(".", document.currentScript.src);

  // The theme's bundle keeps its settings by these four names. A browser that forbids storage has none.
  window.__md_scope = root;
  window.__md_hash = text => [...text].reduce((sum, letter) => (31 * sum + letter.charCodeAt()) | 0, 0);
  window.__md_get = (key, storage, scope = root) => {
    try { return JSON.parse((storage || localStorage).getItem(`${scope.pathname}.${key}`)); } catch { return null; }
  };
  window.__md_set = (key, value, storage, scope = root) => {
    try { (storage || localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value)); } catch { /* forgotten */ }
  };

  // The palette is on the body before the first paint: the reader's choice, at first the system's.
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    document.body.dataset.mdColorScheme = __md_get("__palette")?.color?.scheme || system;
    observer.disconnect();
  }).observe(document.documentElement, {childList: true});

  // A link to a tab opens it.
  addEventListener("DOMContentLoaded", () => {
    const tab = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (tab?.name?.startsWith("__tabbed_")) tab.checked = true;
  });

  // The theme turns pages at p, n, comma and period and opens search at f and s, and no setting stops it. To who dictates
  // to a computer, or hits a key by mistake, that is a page lost: only the slash stays.
  addEventListener("keydown", event => {
    const searching = document.getElementById("__search")?.checked;
    if (!searching && /^[fsnp,.]$/.test(event.key)) event.stopImmediatePropagation();
  });

  // The theme scrolls its tabs and its table of contents smoothly, whatever the reader prefers.
  for (const name of ["scrollTo", "scrollBy"]) {
    const scroll = Element.prototype[name];
    Element.prototype[name] = function (...to) {
      if (to[0]?.behavior && matchMedia("(prefers-reduced-motion: reduce)").matches) to[0].behavior = "instant";
      return scroll.apply(this, to);
    };
  }

  // Search is used when its field gets the focus or its dialog opens, or when the address has a query (q) or words to
  // highlight (h). Until then no index is fetched and no worker started: the index grows with the book.
  const used = new Promise(resolve => {
    if (/[?&][hq]=/.test(location.search)) resolve();
    for (const type of ["focusin", "change"])
      addEventListener(type, ({target}) => target.matches?.("#__search, [name=query]") && resolve());
  });

  window.XMLHttpRequest = class extends XMLHttpRequest {
    open(method, url, ...rest) {
      this.wait = new URL(url, root).pathname.endsWith("/search/search_index.json") && used;
      super.open(method, url, ...rest);
    }
    send(body) {
      this.wait ? this.wait.then(() => super.send(body)) : super.send(body);
    }
  };

  // A page opened as a file may not start a worker: there, the worker's script runs in a hidden frame.
  const Thread = window.Worker;
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const hear = data => this.dispatchEvent(new MessageEvent("message", {data}));
      this.tell = used.then(() => (location.protocol === "file:" ? inFrame : inThread)(url, hear));
    }
    postMessage(data) {
      this.tell.then(tell => tell(data));
    }
  };
  const inThread = (url, hear) => {
    const thread = new Thread(url);
    thread.onmessage = event => hear(event.data);
    return data => thread.postMessage(data);
  };
  const inFrame = (url, hear) => new Promise(resolve => {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.onload = () => {
      const script = frame.contentDocument.createElement("script");
      frame.contentWindow.postMessage = hear;
      script.onload = () => resolve(data => frame.contentWindow.dispatchEvent(new MessageEvent("message", {data})));
      script.src = url;
      frame.contentDocument.head.append(script);
    };
    document.body.append(frame);
  });
}
