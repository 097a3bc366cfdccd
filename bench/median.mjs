/** Figures are medians: a machine that does something else for a moment moves the mean. */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
