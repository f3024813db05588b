/**
 * The judge: an invented population of customers and thieves, written from {@code docs/judge.md} alone, on which rules are
 * measured that were made on another one. Its numbers stand in {@code PeopleNumbers}, {@code SenderNumbers}, {@code
 * PlaceNumbers}, {@code ThiefNumbers} and {@code CampaignNumbers}, and must not be tuned by what a rule makes of them.
 */
@NullMarked
package org.sekimori.lab.judge;

import org.jspecify.annotations.NullMarked;
