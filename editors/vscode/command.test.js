"use strict";

const assert = require("node:assert");
const test = require("node:test");
const { commandFor } = require("./command");

const none = () => false;
const all = () => true;

test("the setting wins, with the folder in it", () => {
  assert.equal(commandFor(" ${workspaceFolder}/bin/flowkit ", "/home/ana/shop", true, "linux", all), "/home/ana/shop/bin/flowkit");
  assert.equal(commandFor("/usr/bin/flowkit", undefined, false, "linux", none), "/usr/bin/flowkit");
});

test("the folder's own environment is next, if the folder is trusted", () => {
  assert.equal(commandFor("", "/shop", true, "linux", all), "/shop/.venv/bin/flowkit");
  assert.equal(commandFor("", "/shop", false, "linux", all), "flowkit");
  assert.match(commandFor("", "/shop", true, "win32", all), /Scripts.flowkit\.exe$/);
});

test("else it is looked for on the path", () => {
  assert.equal(commandFor("", "/shop", true, "linux", none), "flowkit");
  assert.equal(commandFor("", undefined, true, "linux", all), "flowkit");
});
