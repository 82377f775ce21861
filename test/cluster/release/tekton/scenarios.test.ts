import { playScenarios } from '../scenarios';
import { tekton } from './engine';

playScenarios(tekton, { every: process.env.RELEASE_ROWS === 'every' });
