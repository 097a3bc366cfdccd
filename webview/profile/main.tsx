import type { ProfileMethods, ProfilePanelState } from '../../src/protocol/panels/profilePanel';
import { startPage } from '../ui/page';
import '../run/run.css';
import '../charts/charts.css';
import './profile.css';
import { ProfilePage } from './profilePage';

startPage<ProfileMethods, ProfilePanelState>(ProfilePage);
