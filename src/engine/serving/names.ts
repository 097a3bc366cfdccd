/** Names of deployments: they stand in URLs, folders and labels of metrics. */
import { invalid } from '../mlflowErrors';

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** @throws INVALID_PARAMETER_VALUE that says what a name is made of */
export function checkDeploymentName(name: string): string {
  if (!NAME.test(name)) {
    throw invalid(`"${name.slice(0, 80)}" is no name for a deployment. Use up to 63 lower-case letters, digits and hyphens, with no hyphen first or last.`);
  }
  return name;
}

/** A name made from that of a model: "Iris (v2)" gives iris-v2. */
export function nameFromModel(model: string): string {
  const plain = model.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 63).replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'model' : plain;
}
