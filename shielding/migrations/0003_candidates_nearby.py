"""The wider candidate search: names whose sound is one slip away, for queries that fit nobody well.

Branches: 6 the birth date, both names one slip away; 7 the family name as it sounds, the given name one slip away, and
any of the given birth dates or a span of them; 8 the same the other way round; 9 the birth date, the family name one
slip away, and a given name that begins with one of these letters, however wrong the rest; 10 the same the other way
round. Each has a b-tree and stops at the limit.
"""

from django.db import migrations

_COLUMNS = (
    "k.child_id, k.given, k.family, k.born_first, k.born_last, k.gender, k.postcode, k.school, k.carers"
    " FROM shielding_searchkey k"
)
CREATE = """
CREATE FUNCTION shielding_candidates_nearby(
    born date, family_codes text[], given_codes text[], near_family text[], near_given text[],
    family_initials text[], given_initials text[], births date[],
    born_from date, born_to date, withheld_fact boolean, most integer
) RETURNS TABLE (
    branch integer, child_id bigint, given varchar, family varchar, born_first date, born_last date, gender varchar,
    postcode varchar, school varchar, carers varchar
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF born IS NOT NULL THEN
        RETURN QUERY SELECT 6, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (near_family) AND k.given_code = ANY (near_given)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 7, {columns}
            WHERE k.born_first = ANY (births) AND k.family_code = ANY (family_codes) AND k.given_code = ANY (near_given)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 8, {columns}
            WHERE k.born_first = ANY (births) AND k.given_code = ANY (given_codes) AND k.family_code = ANY (near_family)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 9, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (near_family) AND left(k.given, 1) = ANY (given_initials)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 10, {columns}
            WHERE k.born_first = born AND k.given_code = ANY (near_given) AND left(k.family, 1) = ANY (family_initials)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
    ELSE
        RETURN QUERY SELECT 7, {columns}
            WHERE k.family_code = ANY (family_codes) AND k.given_code = ANY (near_given)
                AND k.born_first >= born_from AND k.born_first <= born_to
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 8, {columns}
            WHERE k.given_code = ANY (given_codes) AND k.family_code = ANY (near_family)
                AND k.born_first >= born_from AND k.born_first <= born_to
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
    END IF;
END
$$;
""".replace("{columns}", _COLUMNS)


class Migration(migrations.Migration):
    dependencies = [("shielding", "0002_candidates")]

    operations = [
        migrations.RunSQL(
            CREATE,
            "DROP FUNCTION shielding_candidates_nearby"
            "(date, text[], text[], text[], text[], text[], text[], date[], date, date, boolean, integer);",
        )
    ]
