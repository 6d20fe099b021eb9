import net from 'node:net';

// Loaded into the Agents Playground before its own code (node --import). It listens on every network interface, and
// has no option against it; whoever reached it could press buttons as the current user.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenOnLoopback(this: net.Server, ...given: unknown[]) {
  const [port, ...rest] = given;
  const onAnyInterface = typeof port === 'number' && typeof rest[0] !== 'string';
  return Reflect.apply(listen, this, onAnyInterface ? [port, '127.0.0.1', ...rest] : given) as net.Server;
};
