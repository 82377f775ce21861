import { playFaults } from '../faults';
import { tekton } from './engine';

playFaults(tekton, { every: process.env.RELEASE_ROWS === 'every' });
