// Which command starts the language server.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/**
 * The command of the setting; without one that of the folder's own environment, if it has one and is trusted, else
 * the one on the path.
 *
 * @param {string} setting what the user wrote, maybe with `${workspaceFolder}`
 * @param {string | undefined} folder the folder that is open
 * @param {boolean} trusted whether files of the folder may be run
 * @param {string} platform as Node calls it
 * @param {(path: string) => boolean} exists whether a file is there
 * @returns {string}
 */
function commandFor(setting, folder, trusted, platform = process.platform, exists = fs.existsSync) {
  const wanted = setting.trim();
  if (wanted) return folder ? wanted.replaceAll("${workspaceFolder}", folder) : wanted;
  if (folder && trusted) {
    const own = platform === "win32" ? [".venv", "Scripts", "flowkit.exe"] : [".venv", "bin", "flowkit"];
    const found = path.join(folder, ...own);
    if (exists(found)) return found;
  }
  return "flowkit";
}

module.exports = { commandFor };
