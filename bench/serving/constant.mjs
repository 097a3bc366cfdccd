/** Answers every request with one label and looks at nothing: what the load generator reaches against it is the most that it can send. */
import { createServer } from 'node:net';

const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"predictions": [0]}');
createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', () => socket.write(answer));
}).listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('listening\n'));
