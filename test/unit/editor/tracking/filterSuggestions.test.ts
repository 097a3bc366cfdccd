/** The filter's help offers what MLflow's grammar allows next. */
import { describe, expect, it } from 'vitest';
import { suggest } from '../../../../src/editor/tracking/filterSuggestions';

const vocabulary = { metrics: ['auc', 'val/f1@5'], params: { model: ['forest', "o'neill"] }, metricValues: { auc: [0.9, 0.8] } };
const labels = (text: string): string[] => suggest(text, vocabulary).map((suggestion) => suggestion.label);

describe('suggestions', () => {
  it('begin with metrics, params and attributes, quoted where the key needs it', () => {
    expect(labels('')).toEqual(expect.arrayContaining(['metrics.auc', 'metrics.`val/f1@5`', 'params.model', 'attributes.status']));
  });
  it('narrow while a word is typed', () => expect(labels('metrics.a')).toEqual(['metrics.auc']));
  it('offer the operators of numbers and of texts', () => {
    expect(labels('metrics.auc ')).toContain('>=');
    expect(labels('metrics.auc ')).not.toContain('LIKE');
    expect(labels('params.model ')).toContain('ILIKE');
    expect(labels('params.model ')).not.toContain('<');
  });
  it('offer values that are in view, in quotes that fit', () => {
    expect(labels('metrics.auc > ')).toEqual(['0.9', '0.8']);
    expect(labels('params.model = ')).toEqual(["'forest'", '"o\'neill"']);
    expect(labels('attributes.status = ')).toContain("'FAILED'");
  });
  it('join with AND and then begin again', () => {
    expect(labels("params.model = 'forest' ")).toEqual(['AND']);
    expect(labels("params.model = 'forest' AND ")).toContain('metrics.auc');
    expect(labels("metrics.auc > 0.9 AND params.model ")).toContain('LIKE');
  });
  it('give the whole text as it becomes', () => {
    expect(suggest('metrics.auc > 0.9 AND par', vocabulary)[0]?.text).toBe('metrics.auc > 0.9 AND params.model ');
    expect(suggest('metrics.auc >= ', vocabulary)[0]?.text).toBe('metrics.auc >= 0.9 ');
  });
});
