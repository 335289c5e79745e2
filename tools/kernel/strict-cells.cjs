/**
 * Turns strict mode on for cells, both of the type checker and of the language, as it is in `src`.
 *
 * tslab checks cells with its own lenient compiler options and runs them in sloppy mode, where a mistyped name of an
 * option or a write to a frozen object goes unnoticed.
 */

/** Makes tslab's compiler check with `strict: true`; call it before tslab's converter is loaded. */
function installStrictTypes(tslabRequire) {
  const path = tslabRequire.resolve('@tslab/typescript-for-tslab');
  const typescript = tslabRequire(path);
  // The exports of the compiler's bundle are read-only getters, so a copy takes their place.
  tslabRequire.cache[path].exports = {
    ...typescript,
    createWatchCompilerHost: (files, options, ...rest) =>
      // alwaysStrict is refused together with tslab's noImplicitUseStrict; installStrictRuntime stands in for it.
      typescript.createWatchCompilerHost(files, { ...options, strict: true, alwaysStrict: false }, ...rest),
  };
}

/** Makes every compiled cell start with a strict-mode directive (tslab wraps it in a function). */
function installStrictRuntime(converterModule) {
  const createConverter = converterModule.createConverter;
  converterModule.createConverter = (options) => {
    const converter = createConverter(options);
    const convert = converter.convert;
    converter.convert = (...source) => {
      const converted = convert(...source);
      if (converted.output) converted.output = `"use strict"; ${converted.output}`;
      return converted;
    };
    return converter;
  };
}

module.exports = { installStrictTypes, installStrictRuntime };
