/** Where runs go unless told. A file of its own: the command line names it before it loads anything else. */
export const RESULTS_FOLDER = 'out/reproduce';
