// Typesets the formulas of one page with MathJax: [[TeX, display], …] → {made: [{svg, mathml} | {error}], glyphs}.
// One document a page: its glyphs are defined once, in the cache, and used by every formula of the page.
// With alone, each formula has its glyphs in itself, and glyphs is empty.
var typeset = function (formulas, macros, alone) {
  const _ = MathJax._, adaptor = _.adaptors.liteAdaptor.liteAdaptor();
  _.handlers.html_ts.RegisterHTMLHandler(adaptor);
  const tex = new _.input.tex_ts.TeX({
    packages: ['base', 'ams', 'newcommand', 'boldsymbol', 'configmacros'],
    macros,
    formatError(jax, error) { throw error; },
  });
  const svg = new _.output.svg_ts.SVG({fontCache: alone ? 'none' : 'global', font: new _.output.svg.fonts.tex_ts.TeXFont()});
  const page = _.mathjax.mathjax.document('', {InputJax: tex, OutputJax: svg});
  const visitor = new _.core.MmlTree.SerializedMmlVisitor.SerializedMmlVisitor();
  const made = formulas.map(([source, display]) => {
    try {
      const item = new page.options.MathItem(source, tex, display);
      item.setMetrics(16, 8, 1e6, 1e6, 1);
      item.compile(page);
      const mathml = visitor.visitTree(item.root);
      item.typeset(page);
      return {svg: adaptor.innerHTML(item.typesetRoot), mathml};
    } catch (error) {
      return {error: error.message || String(error)};
    }
  });
  return JSON.stringify({made, glyphs: alone ? '' : adaptor.innerHTML(svg.fontCache.getCache())});
};
