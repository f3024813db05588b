package org.sekimori.web.backtest;

import org.sekimori.rules.source.RulebookFiles;

/**
 * What a backtest is to compare.
 *
 * @param kind {@code mode} for the active rulebook with one rule in another mode, {@code candidate}, or {@code past} for one that was active
 * @param detail of {@code mode} the rule and its mode, such as {@code send-limit shadow}; else the id of the rulebook
 * @param files the rulebook that is tried
 * @param baseline id of the active rulebook, with which it is compared
 * @param days counted, before now
 */
record BacktestOrder(String kind, String detail, RulebookFiles files, String baseline, int days) {}
