// A reason why the tools or dependencies could not be brought in, as one sentence for the person at the terminal.
export class SetupError extends Error {}

/**
 * The sentence for a failed download, by what the installer printed.
 * @param {string} what
 * @param {string} output
 */
export function downloadFailed(what, output) {
  return new SetupError(`${what} could not be installed: ${reasonOf(output)}`)
}

/** @param {string} output */
function reasonOf(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|dns error|error sending request|ERR_SOCKET/i.test(output)) {
    return 'the npm registry cannot be reached. Connect to the network (or set the proxy in your npm configuration) and run the same command again; nothing half-done was left behind.'
  }
  if (/ENOSPC|No space left/i.test(output)) return 'the disk is full. Make room and run the same command again.'
  if (/EACCES|EPERM|EROFS|Permission denied/i.test(output)) {
    return 'this folder may not be written to. Run the command as the owner of the checkout.'
  }
  if (/E404|ERR_PNPM_FETCH_404|is not in this registry|No matching version|ETARGET/i.test(output)) {
    return `the registry does not have it.\n${lastLines(output)}`
  }
  return `the installer said:\n${lastLines(output)}`
}

/** @param {string} output */
function lastLines(output) {
  return output.trim().split('\n').slice(-12).join('\n')
}
