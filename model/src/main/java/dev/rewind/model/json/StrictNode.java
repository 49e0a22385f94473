package dev.rewind.model.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value that is read as what it is, or refused: Jackson itself would read text as 0 and a missing flag as false. Who
 * implements it says in its own words where the value stands.
 */
public interface StrictNode {
    /** How many characters of a value a message shows. */
    int SHOWN = 60;

    /** The value; never null, but maybe JSON's null. */
    JsonNode value();

    /** That something else is wanted here. */
    RuntimeException wrong(String wanted);

    default String text() {
        if (!value().isTextual()) {
            throw wrong("text");
        }
        return value().asText();
    }

    default double number() {
        if (!value().isNumber() || !Double.isFinite(value().asDouble())) {
            throw wrong("a number");
        }
        return value().asDouble();
    }

    /** A whole number from 0 to a bound. */
    default int upTo(int most) {
        double number = number();
        if (number < 0 || number > most || number != Math.rint(number)) {
            throw wrong("a whole number from 0 to " + most);
        }
        return (int) number;
    }

    /** The beginning of what may be long. */
    default String shown() {
        String text = value().toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
