/** esbuild gathers a page's style sheets into one beside its script. */
declare module '*.css';
