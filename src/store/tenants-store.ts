import type { Kysely } from 'kysely';
import type { TenantStore } from '../ports/tenants.ts';
import { bindChannel, channels, showAgain } from './channels.ts';
import { putPoliciesInForce } from './policies-in-force.ts';
import {
  accountsOf,
  chooseLanguage,
  chosenLanguage,
  declareAccounts,
  municipalitiesOf,
  personName,
  rememberPerson,
  setTrial,
} from './tenants.ts';
import { municipalities } from './waiting.ts';

/** The municipalities and their people on a database. */
export const tenantsOn = (db: Kysely<unknown>): TenantStore => ({
  channels: () => channels(db),
  bindChannel: (channel, by, now) => bindChannel(db, channel, by, now),
  showAgain: (channel, now) => showAgain(db, channel, now),
  declareAccounts: (accounts) => declareAccounts(db, accounts),
  accounts: (municipality) => accountsOf(db, municipality),
  setTrial: (account, trial, by, now) => setTrial(db, account, trial, by, now),
  rememberPerson: (municipality, person) => rememberPerson(db, municipality, person),
  personName: (municipality, personId) => personName(db, municipality, personId),
  chosenLanguage: (personId) => chosenLanguage(db, personId),
  chooseLanguage: (municipality, person, language) => chooseLanguage(db, municipality, person, language),
  municipalitiesOf: (personId) => municipalitiesOf(db, personId),
  putPoliciesInForce: (policies, now) => putPoliciesInForce(db, policies, now),
  municipalities: () => municipalities(db),
});
