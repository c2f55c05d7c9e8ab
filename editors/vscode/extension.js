// Starts `flowkit lsp` and connects it with the YAML files of the workspace; everything else is the server's.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { commandFor } = require("./command");

/** @type {LanguageClient | undefined} */
let client;

/** Starts the server; says what to do where that fails. */
async function start() {
  const settings = vscode.workspace.getConfiguration("flowkit");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const command = commandFor(settings.get("command", ""), folder, vscode.workspace.isTrusted);
  const server = { command, args: ["lsp"], options: { cwd: folder } };
  client = new LanguageClient("flowkit", "flowkit", server, {
    documentSelector: [{ scheme: "file", language: "yaml" }],
  });
  try {
    await client.start();
  } catch (problem) {
    client = undefined;
    const said = `flowkit: '${command} lsp' does not start (${problem.message ?? problem}). Install it with: pip install 'flowkit[lsp]', or set where it is.`;
    const choice = await vscode.window.showErrorMessage(said, "Open settings");
    if (choice) await vscode.commands.executeCommand("workbench.action.openSettings", "flowkit.command");
  }
}

/** Stops the server, if it runs. */
async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop().catch(() => undefined);
}

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("flowkit.restart", restart),
    vscode.commands.registerCommand("flowkit.showLog", () => client?.outputChannel.show()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("flowkit.command")) restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
