"""The candidate search as one function: planned once for a connection, five branches, each on its own b-tree.

Branches: 1 birth date and family code; 2 birth date and given code (both with the names swapped); 3 both codes and any of
the given birth dates, or a span of birth dates; 4 both codes of a child whose birth date is estimated; 5 the postcode. Each
stops at the limit, so that a question that is too broad costs no more than a good one.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION shielding_candidates(
    born date, family_codes text[], given_codes text[], births date[], born_from date, born_to date,
    wanted_postcode text, withheld_fact boolean, most integer
) RETURNS TABLE (
    branch integer, child_id bigint, given varchar, family varchar, born_first date, born_last date, gender varchar,
    postcode varchar, school varchar, carers varchar
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF born IS NOT NULL THEN
        RETURN QUERY SELECT 1, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers
            FROM shielding_searchkey k
            WHERE k.born_first = born AND k.family_code = ANY (family_codes || given_codes)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 2, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers
            FROM shielding_searchkey k
            WHERE k.born_first = born AND k.given_code = ANY (given_codes || family_codes)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 3, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers
            FROM shielding_searchkey k
            WHERE k.family_code = ANY (family_codes || given_codes) AND k.given_code = ANY (given_codes || family_codes)
                AND k.born_first = ANY (births) AND NOT (withheld_fact AND k.withheld) LIMIT most;
    ELSE
        RETURN QUERY SELECT 3, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers
            FROM shielding_searchkey k
            WHERE k.family_code = ANY (family_codes) AND k.given_code = ANY (given_codes)
                AND k.born_first >= born_from AND k.born_first <= born_to
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
    END IF;
    RETURN QUERY SELECT 4, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
            k.carers
        FROM shielding_searchkey k
        WHERE k.born_first < k.born_last
            AND k.family_code = ANY (family_codes || given_codes) AND k.given_code = ANY (given_codes || family_codes)
            AND k.born_first <= born_to AND k.born_last >= born_from
            AND NOT (withheld_fact AND k.withheld) LIMIT most;
    IF wanted_postcode IS NOT NULL THEN
        RETURN QUERY SELECT 5, k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school,
                k.carers
            FROM shielding_searchkey k
            WHERE k.postcode = wanted_postcode AND k.postcode <> '' LIMIT most;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("shielding", "0001_what_may_be_shown")]

    operations = [
        migrations.RunSQL(
            CREATE,
            "DROP FUNCTION shielding_candidates"
            "(date, text[], text[], date[], date, date, text, boolean, integer);",
        )
    ]
