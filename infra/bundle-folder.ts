import path from 'node:path';

/** Where the bundles of one synthesis go, so that two at once do not write over each other: a folder of dist/ named like the assembly's. */
export const bundleFolder = (assembly: string): string => path.join(import.meta.dirname, '..', 'dist', path.basename(assembly));
