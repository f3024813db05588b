package org.sekimori.lab.judge.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sekimori.lab.world.RandomStream;

/** A weighted random choice. */
public final class WeightedChoice<T> {

    private final List<T> all;
    private final double[] upTo;

    private WeightedChoice(List<T> all, double[] upTo) {
        this.all = all;
        this.upTo = upTo;
    }

    /** One thing and how likely it is, compared with the others. */
    public record Weight<T>(T what, double weight) {}

    public static <T> WeightedChoice<T> of(List<Weight<T>> weights) {
        List<T> all = new ArrayList<>();
        double[] upTo = new double[weights.size()];
        double sum = 0;
        for (Weight<T> one : weights) {
            sum += one.weight();
            upTo[all.size()] = sum;
            all.add(one.what());
        }
        return new WeightedChoice<>(List.copyOf(all), upTo);
    }

    /** Reads {@code "KR 33, US 17"}. */
    public static WeightedChoice<String> words(String text, Predicate<String> wanted) {
        List<Weight<String>> weights = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String entry = part.strip();
            int gap = entry.indexOf(' ');
            if (wanted.test(entry.substring(0, gap))) {
                weights.add(new Weight<>(entry.substring(0, gap), Double.parseDouble(entry.substring(gap + 1))));
            }
        }
        return of(weights);
    }

    /** Falling weights 1, 1/2, 1/3, ... to the power given, as sizes of firms and popularity of words have them. */
    static <T> WeightedChoice<T> falling(List<T> all, double power) {
        List<Weight<T>> weights = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            weights.add(new Weight<>(all.get(i), StrictMath.pow(i + 1, -power)));
        }
        return of(weights);
    }

    public T pick(RandomStream draw) {
        double at = draw.uniform() * upTo[upTo.length - 1];
        int i = 0;
        while (i < upTo.length - 1 && at >= upTo[i]) {
            i++;
        }
        return all.get(i);
    }

    public List<T> all() {
        return all;
    }
}
