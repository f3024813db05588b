package org.sekimori.lab.report;

/** A point of a curve, as values; its label is empty for most. */
public record PlotPoint(double x, double y, String label) {}
