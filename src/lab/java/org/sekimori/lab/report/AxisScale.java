package org.sekimori.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Scale of an axis.
 *
 * @param place 0 at the beginning of the axis, 1 at its end
 * @param ticks its ticks, from the beginning to the end
 */
public record AxisScale(DoubleUnaryOperator place, List<Tick> ticks) {

    /** Share of a logarithmic axis for values below its first power of ten, down to zero. */
    private static final double NEAR_ZERO = 0.12;

    private static final double SMALLEST_FLOOR = 0.01;
    private static final double LARGEST_FLOOR = 1;

    /** From this ratio of largest to smallest value on, a linear scale would hide the small ones. */
    private static final double WIDE = 100;

    /** A value with its words. */
    public record Tick(double value, String label) {}

    /** Places outside lie at the nearer end. */
    public double at(double value) {
        return Math.max(0, Math.min(1, place.applyAsDouble(value)));
    }

    /** 0 to 1 in percent. */
    public static AxisScale share() {
        return linear(
                1,
                List.of(
                        new Tick(0, "0 %"),
                        new Tick(0.25, "25 %"),
                        new Tick(0.5, "50 %"),
                        new Tick(0.75, "75 %"),
                        new Tick(1, "100 %")));
    }

    /** Half a minute to two weeks. */
    public static AxisScale minutes() {
        return log(
                0.5,
                20_160,
                List.of(
                        new Tick(1, "1 min"),
                        new Tick(10, "10 min"),
                        new Tick(60, "1 h"),
                        new Tick(480, "8 h"),
                        new Tick(1440, "1 d"),
                        new Tick(10_080, "7 d")));
    }

    /** From 0 to 5,000. */
    public static AxisScale messages() {
        return fromZero(1, 5000);
    }

    /** Compromises in 10,000 account-days. */
    public static AxisScale baseRates() {
        return log(
                0.05,
                10,
                List.of(
                        new Tick(0.05, "0.05"),
                        new Tick(0.2, "0.2"),
                        new Tick(0.5, "0.5"),
                        new Tick(1, "1"),
                        new Tick(3, "3"),
                        new Tick(10, "10")));
    }

    /** Rows, the first on top. */
    public static AxisScale rows(int count) {
        return new AxisScale(row -> 1 - (row + 0.5) / Math.max(1, count), List.of());
    }

    /**
     * Logarithmic scale from zero to the largest value, linear below the first power of ten.
     *
     * @param values determine the first power of ten
     * @param highs values that must fit
     */
    public static AxisScale rates(DoubleStream values, DoubleStream highs) {
        double least = values.filter(value -> value > 0).min().orElse(1);
        double floor = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
        floor = Math.max(SMALLEST_FLOOR, Math.min(LARGEST_FLOOR, floor));
        return fromZero(floor, Math.max(10 * floor, nice(highs.max().orElse(0))));
    }

    /** Zero up to the largest value in even steps; by powers of ten if the values lie too far apart for that. */
    public static AxisScale amounts(List<Double> values, List<Double> highs) {
        double most = highs.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double least = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0)
                .min()
                .orElse(1);
        if (most > WIDE * least) {
            return rates(
                    values.stream().mapToDouble(Double::doubleValue),
                    highs.stream().mapToDouble(Double::doubleValue));
        }
        double end = nice(most == 0 ? 1 : most);
        return linear(end, List.of(tick(0), tick(end / 2), tick(end)));
    }

    /** Zero up to the largest value in even steps, however small the others are. */
    public static AxisScale steps(List<Double> values) {
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double end = nice(most == 0 ? 1 : most);
        return linear(end, List.of(tick(0), tick(end / 2), tick(end)));
    }

    private static AxisScale linear(double end, List<Tick> ticks) {
        return new AxisScale(value -> value / end, ticks);
    }

    private static AxisScale log(double from, double to, List<Tick> ticks) {
        return new AxisScale(
                value -> value <= from ? 0 : StrictMath.log10(value / from) / StrictMath.log10(to / from), ticks);
    }

    private static AxisScale fromZero(double floor, double to) {
        List<Tick> ticks = new ArrayList<>(List.of(tick(0)));
        for (double power = floor; power <= to * 1.001; power *= 10) {
            ticks.add(tick(Estimate.round(power)));
        }
        double decades = StrictMath.log10(to / floor);
        return new AxisScale(
                value -> value <= floor
                        ? NEAR_ZERO * value / floor
                        : NEAR_ZERO + (1 - NEAR_ZERO) * StrictMath.log10(value / floor) / decades,
                ticks);
    }

    private static Tick tick(double value) {
        return new Tick(value, words(value));
    }

    /** A round figure, without the zeros at its end that figures of a table have. */
    public static String words(double value) {
        String number = NumberFormats.number(value);
        return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
    }

    /** The next 1, 2 or 5 times a power of ten. */
    private static double nice(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(value)));
        for (int digit : new int[] {1, 2, 5}) {
            if (value <= digit * power * 1.0001) {
                return Estimate.round(digit * power);
            }
        }
        return Estimate.round(10 * power);
    }
}
