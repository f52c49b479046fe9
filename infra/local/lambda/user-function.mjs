import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** @param {string} type @param {string} message */
function runtimeError(type, message) {
  const error = new Error(message);
  error.name = type;
  return error;
}

/** @param {string} file without its extension */
async function importFile(file) {
  const found = ['.js', '.mjs', '.cjs'].map((extension) => file + extension).find((candidate) => existsSync(candidate));
  if (!found) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${path.basename(file)}'`);
  // Sandboxes come and go by the hundred, and are killed: what one has compiled is kept for the next.
  enableCompileCache();
  try {
    const module = await import(pathToFileURL(found).href);
    flushCompileCache();
    return module;
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`);
    if (error?.code === 'ERR_MODULE_NOT_FOUND' || error?.code === 'MODULE_NOT_FOUND') {
      throw runtimeError('Runtime.ImportModuleError', `Error: ${error.message}`);
    }
    throw error;
  }
}

/**
 * Finds a handler as Lambda's Node.js runtime interface client does, with its error types (aws-lambda-nodejs-runtime-interface-client).
 * @param {string} root folder of the code
 * @param {string} handlerName `index.handler`
 */
export async function loadHandler(root, handlerName) {
  const folder = path.dirname(handlerName);
  const [file, ...names] = path.basename(handlerName).split('.');
  if (!file || names.length === 0) throw runtimeError('Runtime.MalformedHandlerName', `Bad handler: ${handlerName}`);
  const module = await importFile(path.join(root, folder, file));
  const lookUp = (/** @type {any} */ from) => names.reduce((value, name) => value?.[name], from);
  const handler = lookUp(module) ?? lookUp(module.default);
  if (typeof handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  if (handler.length >= 3) {
    const message = 'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.';
    throw runtimeError('Runtime.CallbackHandlerDeprecated', message);
  }
  return handler;
}
