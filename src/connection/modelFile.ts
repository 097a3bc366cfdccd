/** A single model file made into a folder that `mlflow.pyfunc.load_model` opens (mlflow/onnx, mlflow/sklearn: save_model). */
import path from 'node:path';

/**
 * @param file an .onnx file or a pickle of a scikit-learn model
 * @returns path within the model → file on this machine, or its content
 * @throws Error with what to do for any other kind of file
 */
export function wrapModelFile(file: string): Map<string, string | Buffer> {
  const kind = path.extname(file).toLowerCase();
  const flavor = kind === '.onnx' ? onnx() : kind === '.pkl' || kind === '.pickle' || kind === '.joblib' ? pickle(`model${kind}`) : undefined;
  if (flavor === undefined) {
    throw new Error(`${path.basename(file)} can't be registered: only .onnx files, pickles (.pkl, .pickle, .joblib) and folders that mlflow has saved are understood. Save it with mlflow.sklearn.save_model (or that of another library) and register that folder.`);
  }
  return new Map<string, string | Buffer>([['MLmodel', Buffer.from(flavor.mlmodel)], [flavor.data, file], ['requirements.txt', Buffer.from(`${flavor.requirements.join('\n')}\n`)]]);
}

interface Wrapped { readonly data: string; readonly mlmodel: string; readonly requirements: readonly string[] }

function onnx(): Wrapped {
  return {
    data: 'model.onnx', requirements: ['mlflow', 'onnx', 'onnxruntime'],
    mlmodel: `flavors:\n  onnx:\n    data: model.onnx\n    providers: [CPUExecutionProvider]\n  python_function:\n    loader_module: mlflow.onnx\n    data: model.onnx\n`,
  };
}

function pickle(data: string): Wrapped {
  const format = data.endsWith('.joblib') ? 'joblib' : 'pickle';
  return {
    data, requirements: ['mlflow', 'scikit-learn', ...(format === 'joblib' ? ['joblib'] : [])],
    mlmodel: `flavors:\n  sklearn:\n    pickled_model: ${data}\n    serialization_format: ${format}\n    code: null\n  python_function:\n    loader_module: mlflow.sklearn\n    model_path: ${data}\n    predict_fn: predict\n`,
  };
}
