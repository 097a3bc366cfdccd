import { expect, test } from 'vitest';
import { Batching } from '../../../../../src/engine/serving/front/batching';
import type { Rows } from '../../../../../src/engine/serving/front/rows';
import type { ScoredModel } from '../../../../../src/engine/serving/front/scoredModel';
import { invalid } from '../../../../../src/engine/mlflowErrors';

/** Doubles numbers; each run ends when it is let go. */
class Doubling implements ScoredModel {
  readonly pid = undefined;
  readonly platform = 'test';
  readonly inputs = [];
  readonly outputs = [];
  readonly mostRows = 4;
  partRows: number | undefined;
  readonly runs: number[][] = [];
  started: () => void = () => {};
  #gate = Promise.resolve();

  /** @returns what lets runs go that start from now on */
  hold(): () => void {
    let open = (): void => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  runKey({ tensors }: Rows): string {
    return tensors[0]?.name ?? '';
  }

  check({ tensors }: Rows): void {
    if (tensors[0]?.data[0] === 'bad') {
      throw invalid('column x is bad');
    }
  }

  async score(requests: readonly Rows[]): Promise<readonly Rows[]> {
    this.runs.push(requests.map(({ rows }) => rows));
    this.started();
    await this.#gate;
    if (requests.some(({ tensors }) => tensors[0]?.data[0] === 666)) {
      throw new Error('the model broke');
    }
    return requests.map(({ rows, tensors }) => ({ rows, tensors: tensors.map((tensor) => ({ ...tensor, data: Array.from(tensor.data, (value) => Number(value) * 2) })) }));
  }

  async close(): Promise<void> {
    await this.#gate;
  }
}

function numbers(values: readonly unknown[], name = 'x'): Rows {
  return { rows: values.length, tensors: [{ name, type: 'float64', shape: [], data: values }] };
}

async function firstRun(model: Doubling): Promise<void> {
  await new Promise<void>((resolve) => {
    model.started = resolve;
  });
}

test('what queues during a run shares the next one, up to the rows of a run, and each gets its own answer', async () => {
  const model = new Doubling();
  const batching = new Batching(model, () => {});
  const letGo = model.hold();
  const first = batching.score(numbers([1]));
  await firstRun(model);
  const others = [[2], [3, 4], [5, 6]].map(async (values) => batching.score(numbers(values)));
  letGo();
  const answers = await Promise.all([first, ...others]);
  expect(answers.map(({ tensors }) => tensors[0]?.data)).toEqual([[2], [4], [6, 8], [10, 12]]);
  expect(model.runs).toEqual([[1], [1, 2], [2]]);
});

test('rows that are refused never wait with others', async () => {
  const model = new Doubling();
  const batching = new Batching(model, () => {});
  const outcomes = await Promise.allSettled([batching.score(numbers([1])), batching.score(numbers(['bad'])), batching.score(numbers([2]))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(model.runs).toEqual([[1, 1]]);
});

test('a request that breaks the model fails alone', async () => {
  const batching = new Batching(new Doubling(), () => {});
  const outcomes = await Promise.allSettled([batching.score(numbers([1])), batching.score(numbers([666])), batching.score(numbers([2]))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('rows of another shape do not share a run', async () => {
  const model = new Doubling();
  const batching = new Batching(model, () => {});
  await Promise.all([batching.score(numbers([1], 'x')), batching.score(numbers([2], 'y')), batching.score(numbers([3], 'x'))]);
  expect(model.runs).toEqual([[1, 1], [1]]);
});

test.each([undefined, 3])('when more than %s wait, the next is told to come again', async (most) => {
  const model = new Doubling();
  const batching = new Batching(model, () => {}, most);
  const letGo = model.hold();
  const first = batching.score(numbers([0]));
  await firstRun(model);
  const waiting = Array.from({ length: most ?? 10_000 }, async () => batching.score(numbers([1])));
  await expect(batching.score(numbers([1]))).rejects.toMatchObject({ status: 503 });
  letGo();
  await Promise.all([first, ...waiting]);
});

test('a large request goes in parts, and what comes meanwhile goes between them', async () => {
  const model = new Doubling();
  model.partRows = 2;
  const batching = new Batching(model, () => {});
  const order: string[] = [];
  const letGo = model.hold();
  const large = batching.score(numbers(Float64Array.of(1, 2, 3, 4, 5, 6, 7) as unknown as number[])).then((answer) => {
    order.push('large');
    return answer;
  });
  await firstRun(model);
  const small = batching.score(numbers([10])).then((answer) => {
    order.push('small');
    return answer;
  });
  letGo();
  expect((await large).tensors[0]?.data).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect((await small).tensors[0]?.data).toEqual([20]);
  expect((await large).rows).toBe(7);
  expect(order).toEqual(['small', 'large']);
  expect(model.runs).toEqual([[2], [1, 2], [2], [1]]);
});

test('a large request fails with its first part that does, and leaves nothing behind', async () => {
  const model = new Doubling();
  model.partRows = 2;
  const batching = new Batching(model, () => {});
  await expect(batching.score(numbers([1, 2, 666, 4, 5, 6]))).rejects.toThrow('the model broke');
  expect(model.runs).toEqual([[2], [2]]);
  await batching.settled();
  expect((await batching.score(numbers(Array.from({ length: 200_000 }, () => 1)))).rows).toBe(200_000);
});

test('what is asked to settle waits for all parts', async () => {
  const model = new Doubling();
  model.partRows = 2;
  const batching = new Batching(model, () => {});
  const large = batching.score(numbers([1, 2, 3, 4, 5, 6]));
  await batching.settled();
  expect(model.runs).toEqual([[2], [2], [2]]);
  await large;
});
