/**
 * `node --import <this file> dist/main.js demo` with CONNECTIONS=`file`: writes where every connection goes and which name is
 * looked up, one a line, before anything of it leaves the process.
 */
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const net = require('node:net');
const dns = require('node:dns');
const dgram = require('node:dgram');
const note = (what) => appendFileSync(process.env.CONNECTIONS, `${what}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  note(typeof options === 'object' ? (options.path ?? options.host ?? 'localhost') : given[1]);
  return connect.apply(this, given);
};
for (const holder of [dns, dns.promises]) {
  for (const name of Object.keys(holder).filter((key) => /^(lookup|resolve)/.test(key))) {
    const original = holder[name];
    if (typeof original !== 'function') continue;
    holder[name] = function (host, ...rest) {
      note(host);
      return original.call(this, host, ...rest);
    };
  }
}
const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...given) {
  note('a datagram');
  return send.apply(this, given);
};
syncBuiltinESMExports();
