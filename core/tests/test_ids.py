from core.ids import new_id, opaque_schema_name


def test_keys_are_uuid7_and_sort_in_the_order_they_were_made() -> None:
    keys = [new_id() for _ in range(5000)]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert {key.version for key in keys} == {7}


def test_a_schema_name_is_an_identifier_that_needs_no_quotes() -> None:
    key = new_id()

    assert opaque_schema_name(key) == f"t_{key.hex}"
    assert opaque_schema_name(key).isidentifier()
    assert len(opaque_schema_name(key)) == 34
