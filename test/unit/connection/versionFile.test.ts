import { describe, expect, it } from 'vitest';
import { versionFilePath } from '../../../src/connection/versionFile';

describe('a file of a version is asked for', () => {
  it('where its artifacts stand', () => {
    expect(versionFilePath({ location: 'mlflow-artifacts:/1/models/m-1/artifacts', modelId: 'm-1' }, 'data/a b.txt')).toBe('/api/2.0/mlflow-artifacts/artifacts/1/models/m-1/artifacts/data/a%20b.txt');
    expect(versionFilePath({ location: 'runs:/r1/model/', modelId: null }, 'MLmodel')).toBe('/get-artifact?run_id=r1&path=model%2FMLmodel');
    expect(versionFilePath({ location: 'runs:/r1/model.onnx', modelId: null }, '')).toBe('/get-artifact?run_id=r1&path=model.onnx');
    expect(versionFilePath({ location: 'file:///data/m-1', modelId: 'm-1' }, 'MLmodel')).toBe('/ajax-api/2.0/mlflow/logged-models/m-1/artifacts/files?artifact_file_path=MLmodel');
  });

  it('and where nobody can read it, that is said', () => {
    expect(() => versionFilePath({ location: 's3://bucket/m', modelId: null }, 'MLmodel')).toThrow(/s3:\/\/bucket\/m, which only the mlflow client reads/);
  });
});
