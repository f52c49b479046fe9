import { readYaml } from '../yaml-file.ts';
import { type Partner, partner } from './partner.ts';

/** Reads one partner written in YAML. `file` is for the messages only. Throws YamlFileError with each problem, its place and its rule. */
export const readPartnerFile = (file: string, yaml: string): Partner => readYaml(file, yaml, partner);
