/**
 * What native TensorFlow is made of, each part pinned by hash. TensorFlow itself comes from the wheel that PyPI has for Python,
 * whose two libraries have the C interface that @tensorflow/tfjs-node is written for; Python's own part of it is left alone.
 */
import { inRoot, readJson } from '../project.mjs';

/** Where package-lock.json has the package. */
export const LOCKED = 'node_modules/@tensorflow/tfjs-node';

/** The package as package-lock.json has it. */
export function tfjsNode() {
  const { version, integrity } = readJson(inRoot('package-lock.json')).packages[LOCKED];
  return { spec: `@tensorflow/tfjs-node@${version}`, version, integrity };
}

export const WHEEL = {
  requirement: 'tensorflow-cpu==2.15.1',
  sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
  /** What pip is told of the Python that it is for, whichever Python runs it. */
  target: [
    '--python-version=311',
    '--implementation=cp',
    '--abi=cp311',
    '--platform=manylinux2014_x86_64',
    '--only-binary=:all:',
    '--no-deps',
  ],
};

/** In the wheel's folder `tensorflow`, and what the addon is linked with. */
export const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Node's C interface, where it does not lie beside Node. */
export const HEADERS = {
  spec: 'node-api-headers@1.9.0',
  integrity:
    'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==',
};
