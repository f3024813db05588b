package org.sekimori.lab.report;

/** A point of a curve, as values; its label is empty for most. */
public record Point(double x, double y, String label) {}
