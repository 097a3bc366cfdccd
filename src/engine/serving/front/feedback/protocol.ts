/** POST /slipway/v1/feedback: what came true, on the deployment's own port. */
import { MlflowError } from '../../../mlflowErrors';
import { json, type Protocol } from '../http/exchange';
import type { Feedback } from './feedback';
import { readFeedback } from './feedbackRequest';

export function feedbackProtocol(feedback: Feedback): Protocol {
  return {
    name: 'feedback',
    routes: [{
      method: 'POST', path: '/slipway/v1/feedback', answer: async ({ headers, body }) => {
        const request = readFeedback(headers['content-type'] ?? '', body);
        const answer = await feedback.take(request);
        const [refused] = answer.refused;
        if (request.single && refused !== undefined) {
          throw new MlflowError('BAD_REQUEST', `This truth is not kept: ${refused.why}.`);
        }
        return json(answer);
      },
    }],
    fault: (error) => json(error.body(), error.status),
  };
}
