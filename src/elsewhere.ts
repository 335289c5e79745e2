/**
 * In Node in place of a package that is loaded when it is first needed: `imports` in package.json gives bundlers for the
 * browser the package itself under the same name.
 */
export {};
