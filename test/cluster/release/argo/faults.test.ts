import { playFaults } from '../faults';
import { argo } from './engine';

playFaults(argo, { every: true });
