import { playScenarios } from '../scenarios';
import { argo } from './engine';

playScenarios(argo, { every: true });
