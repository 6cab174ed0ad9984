/**
 * `node --import <this file> dist/main.js run`: kills the process with SIGKILL at one of its steps, from outside its code.
 * A step is a moment just before or after something that outlives the process: a statement to the journal's database, a
 * change of its folder, a connection, a message to a server, a piece of an answer, the end.
 *
 *   KILL_AT      name of the step, as KILL_TRACE gives it; absent kills at none
 *   KILL_FROM    `start`, or the signal from which steps count, or `step:` and a part of the first step that counts
 *   KILL_DETAIL  `1` names the slot in a step that writes one, and adds the moment at which bytes have left the machine
 *   KILL_CAP     how many times a step of the same name is traced; 2 by default
 *   KILL_PORTS   JSON, who listens on which port: {"40123":"share"}
 *   KILL_REPORT  file that takes the name of the deadly step
 *   KILL_TRACE   file that takes the name of every step
 */
import fs from 'node:fs';
import http from 'node:http';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const at = process.env.KILL_AT;
const cap = Number(process.env.KILL_CAP ?? 2);
const ports = JSON.parse(process.env.KILL_PORTS ?? '{}');
const { DATA_DIR: folder = '', KILL_REPORT: report, KILL_TRACE: trace } = process.env;
const { appendFileSync, writeFileSync } = fs;
const met = new Map();
const from = process.env.KILL_FROM ?? 'start';
const first = from.startsWith('step:') ? from.slice('step:'.length) : undefined;
let counting = from === 'start';

function step(name) {
  if (first !== undefined) counting ||= name.includes(first);
  if (!counting) return;
  const times = (met.get(name) ?? 0) + 1;
  met.set(name, times);
  if (times > cap) return;
  const label = `${name} #${times}`;
  if (trace) appendFileSync(trace, `${label}\n`);
  if (label !== at) return;
  if (report) writeFileSync(report, label);
  process.kill(process.pid, 'SIGKILL');
  for (;;); // Nothing of the program may run while the signal is on its way.
}

function around(name, work) {
  step(`before ${name}`);
  const result = work();
  step(`after ${name}`);
  return result;
}

if (!counting && first === undefined) process.prependListener(from, () => (counting = true));
process.on('exit', () => step('at exit'));

// ---- the journal's database ------------------------------------------------------------------

const sqlName = (sql) => {
  const table = /\b(?:FROM|INTO|UPDATE|TABLE)\s+(\w+)/.exec(sql)?.[1] ?? '';
  return `sql ${sql.trim().split(/[\s;]/)[0]} ${table}`.trim();
};
const isDetailed = process.env.KILL_DETAIL === '1';
/** The name of the slot that the statement writes: its second value. */
const slotOf = (statement, given) => {
  const isSlot = /\bslots\b/.test(sqlOf.get(statement) ?? '');
  return isSlot && isDetailed ? ` ${given.flat()[1]}` : '';
};
const sqlOf = new WeakMap();
const require = createRequire(new URL('../../../package.json', import.meta.url));
let Database;
try {
  ({ DatabaseSync: Database } = process.getBuiltinModule('node:sqlite'));
} catch {
  Database = require('libsql');
}
const probe = new Database(':memory:');
const Statement = Object.getPrototypeOf(probe.prepare('SELECT 1')).constructor;
probe.close();
const { exec, prepare } = Database.prototype;
Database.prototype.exec = function (sql) {
  // A setting of the connection does not outlive it.
  if (sql.startsWith('PRAGMA')) return exec.call(this, sql);
  return around(sqlName(sql), () => exec.call(this, sql));
};
Database.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  sqlOf.set(statement, sql);
  return statement;
};
const { run, all } = Statement.prototype;
Statement.prototype.run = function (...given) {
  return around(`${sqlName(sqlOf.get(this) ?? '')}${slotOf(this, given)}`, () =>
    run.apply(this, given),
  );
};
Statement.prototype.all = function (...given) {
  step(`before ${sqlName(sqlOf.get(this) ?? '')}`);
  return all.apply(this, given);
};

// ---- its folder ------------------------------------------------------------------------------

const CHANGES = ['mkdir', 'mkdtemp', 'open', 'link', 'rename', 'chmod', 'rm', 'writeFile'];
const inFolder = (path) => typeof path === 'string' && folder !== '' && path.startsWith(folder);
for (const name of CHANGES) {
  const original = fs.promises[name];
  fs.promises[name] = async (path, ...rest) => {
    if (!inFolder(path)) return original(path, ...rest);
    step(`before ${name}`);
    const result = await original(path, ...rest);
    step(`after ${name}`);
    return result;
  };
}
for (const name of ['writeFileSync', 'renameSync', 'rmSync']) {
  const original = fs[name];
  fs[name] = (path, ...rest) =>
    inFolder(path) ? around(name, () => original(path, ...rest)) : original(path, ...rest);
}

// ---- connections -----------------------------------------------------------------------------

const server = Symbol('server');
const { connect, destroy } = net.Socket.prototype;
const { write, push, _writeGeneric: put } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const options = Array.isArray(given[0]) ? given[0][0] : given[0];
  this[server] = ports[String(options?.port)];
  if (this[server]) step(`before connect to ${this[server]}`);
  return connect.apply(this, given);
};
net.Socket.prototype.write = function (chunk, ...rest) {
  if (!this[server]) return write.call(this, chunk, ...rest);
  return around(`send ${this[server]} ${message(chunk)}`, () => write.call(this, chunk, ...rest));
};
// Until here what was written may lie in the process.
net.Socket.prototype._writeGeneric = function (...given) {
  const isOff = this[server] && isDetailed && !this.connecting;
  const result = put.apply(this, given);
  if (isOff) step(`on the wire to ${this[server]}`);
  return result;
};
net.Socket.prototype.push = function (chunk, ...rest) {
  if (this[server]) step(`${chunk === null ? 'end of' : 'answer from'} ${this[server]}`);
  return push.call(this, chunk, ...rest);
};
net.Socket.prototype.destroy = function (...given) {
  if (this[server]) step(`before close of ${this[server]}`);
  return destroy.apply(this, given);
};
const pushBody = http.IncomingMessage.prototype.push;
http.IncomingMessage.prototype.push = function (chunk, ...rest) {
  const from = this.socket?.[server];
  if (from) step(`${chunk === null ? 'whole' : 'part of'} answer from ${from} ${this.statusCode}`);
  return pushBody.call(this, chunk, ...rest);
};

/** What a piece sent to a server is: the HTTP request line without its query, or the name of a MongoDB command. */
function message(chunk) {
  const bytes = Buffer.from(chunk);
  const line = /^([A-Z]+) ([^ ?]+)/.exec(bytes.toString('latin1', 0, 300));
  if (line) return `${line[1]} ${line[2].split('/').at(-1)}`;
  const isMessage = bytes.length > 30 && bytes.readInt32LE(12) === 2013;
  if (!isMessage) return 'body';
  return bytes.toString('latin1', 26, bytes.indexOf(0, 26));
}

syncBuiltinESMExports();
