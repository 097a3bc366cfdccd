/** Routes under `/slipway/v1/deployments/:name`. */
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { checked } from '../requestShape';

const DeploymentPath = Type.Object({ name: Type.String() });

/** Which deployment a request is about, whether there is one or not. @throws INVALID_PARAMETER_VALUE */
export function nameIn({ params }: FastifyRequest): string {
  return checked(DeploymentPath, params).name;
}
