/**
 * `node --import <this file> dist/main.js run` with LOAD_TRACE=`file`: writes the address of every module that is imported,
 * one a line, in the order in which they are asked for and before they run.
 */
import { register } from 'node:module';

register('./trace-loads-hooks.mjs', import.meta.url, { data: process.env.LOAD_TRACE });
