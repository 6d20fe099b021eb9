/** How the workers of a run are started: most of them end young, and collecting their garbage early took a tenth of it. */
export const EXEC_ARGV = ['--max-semi-space-size=64'];
