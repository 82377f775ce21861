import { preprocess } from './preprocess';
import { train } from './train';

// What `python -m` starts in the images of the example: programs that do as little as theirs may, on the real servers.
const programs: Readonly<Record<string, (env: NodeJS.ProcessEnv) => Promise<void>>> = {
  'flts.preprocess': preprocess,
  'flts.train': train,
  'flts.prophet': train,
};

const [, , , name = ''] = process.argv;
const program = programs[name];
if (program === undefined) throw new Error(`no program ${name}`);
void program(process.env);
