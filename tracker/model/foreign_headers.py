"""Score how well a header of an unknown list or table names one of the fields."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tracker.model.headers import header_key
from tracker.model.typed.text import without_marks

ACCEPT = 0.72
_LONGEST = 30  # a longer text is no header
_BRACKETS = re.compile(r"[（(\[【][^（()）\[\]【】]*[)）\]】]")
_PERSON = re.compile("责任人|联系人|负责人|经办人|联络员|联络人")
_TELEPHONE = re.compile("电话|手机|联系方式|联络方式|号码")
_OFFICE = re.compile("单位|部门")

#: What people write over a column, by field; the first names are those of the field itself.
_WORDS: Mapping[str, str] = {
    "title": (
        "任务 重点任务 工作任务 主要任务 任务名称 工作名称 事项 事项名称 工作事项 重点事项 "
        "议定事项 督办事项 督查事项 交办事项 重点工作 重点工作任务 重点项目 重大项目 重点工程 工程名称 "
        "项目名称 改革任务 案由 标题 "
        "具体任务 任务事项 工作项目 实事项目 民生实事 民生实事项目 整改事项 攻坚任务 "
        "具体工作 具体事项 办理事项 落实事项 责任事项 改革事项 会议事项 年度任务 年度重点任务 任务要点 议题 题目 "
        "建议题目 提案题目 建议名称 提案名称 反馈问题 反映问题 问题描述 整改问题 问题清单 诉求内容 "
        "改革项目 考核指标 目标指标 指标任务 考核事项"
    ),
    "content": (
        "年度目标 工作目标 量化目标 目标 具体目标 年度工作目标 具体举措 推进措施 工作措施 "
        "工作举措 主要举措 重点举措 主要措施 具体措施 整改措施 举措 措施 办理要求 工作要求 "
        "具体要求 督办要求 建设内容 主要内容 具体内容 工作内容及要求 建议内容 内容 完成标准 "
        "工作标准 验收标准 评价标准 目标要求 目标任务要求 预期目标 预期成效 预期成果 成果形式 目标成效 量化指标 "
        "目标值 主要目标 阶段目标 会议要求 批示要求 批示内容 具体安排 落实举措 落实措施 建设规模及内容"
    ),
    "lead_office": (
        "牵头单位 牵头部门 牵头责任单位 牵头主办单位 主办单位 主办部门 主要责任单位 第一责任单位 "
        "主责单位 主责部门 主要承办单位 牵头责任部门 首要责任单位 第一牵头单位 总牵头单位 主抓单位 主抓部门"
    ),
    "offices": (
        "责任单位 责任部门 承办单位 承办部门 落实单位 责任主体 责任单位部门 办理单位 实施单位 落实部门 实施主体 "
        "承担单位 承接单位 包保单位 整改单位 整改责任单位 归口单位 主管部门 执行单位"
    ),
    "co_offices": (
        "配合单位 配合部门 协同单位 协同部门 协办单位 协办部门 会办单位 会办部门 参与单位 "
        "参与部门 其他责任单位 协助单位 协同配合单位 协作单位 协作部门 协助部门 参加单位 支持单位 联办单位"
    ),
    "leader": (
        "牵头领导 分管领导 责任领导 联系领导 牵头市领导 分管市领导 责任市领导 市领导 挂钩领导 "
        "包抓领导 批示领导 牵头领导姓名 "
        "包保领导 包联领导 包案领导 领办领导 领衔领导 挂帅领导 督办领导 市级领导 市级责任领导 县级领导 主管领导 "
        "分管负责同志 分管负责人 分管副市长"
    ),
    "owner": "责任人 联系人 经办人 负责人 联络员 联络人 具体责任人 具体负责人",
    "phone": "联系电话 联系方式 手机 电话 手机号 手机号码 电话号码 办公电话",
    "contact": "联系人及电话 联系人电话 联系人及联系方式 联系人及联系电话 联系人和电话 责任人及电话",
    "due_text": (
        "完成时限 完成时间 完成期限 办结时限 办结时间 办理时限 办理期限 答复期限 答复时限 "
        "整改时限 整改期限 时间节点 时限 期限 时限要求 截止时间 截止日期 完成日期 计划完成时间 "
        "目标时限 时间要求 时间安排 完成时间节点 完成节点 节点要求 目标节点 推进节点 "
        "完成时序 时序要求 进度要求 限办时间 "
        "落实时限 销号时限 销号时间 实施期限 实施时间 答复时间 完成时点 起止时间 时间进度 进度安排 时间进度安排 "
        "办结期限 办结要求 完成要求 完成年限 完成年度"
    ),
    "start_on": "启动时间 开始时间 启动日期 开始日期 起始时间 开工时间",
    "ref": "序号 编号 任务编号 任务序号 案号 建议号 提案号 建议编号 提案编号 条目",
    "themes": "类别 领域 板块 任务类别 所属领域 重点领域 分类 工作类别 项目类别 专题 主题 条线 类型 任务类型 工作领域",
    "priority": "是否重点 重点件 紧急程度 是否重点任务 重要程度 是否重点工作 是否重点事项 重点标识",
    "progress_note": (
        "进展情况 推进情况 落实情况 完成情况 工作进展 进展 最新进展 办理情况 目前进展 工作进展情况 办理进展 "
        "整改情况 反馈情况 整改进展"
    ),
    "problems": ("存在问题 存在的问题 困难问题 问题和困难 存在困难 主要问题 存在的困难和问题 问题困难 存在问题及困难"),
    "next_steps": (
        "下一步措施 下一步打算 下一步计划 下步措施 下步打算 下步计划 下一步工作 下一步工作打算 "
        "下一步工作计划 下一步安排"
    ),
    "progress": "进度 完成进度 形象进度 完成比例 完成率 完成百分比",
    "status": "状态 办理状态 完成状态 任务状态 当前状态 是否完成 办结与否 是否办结 办结状态 进展状态",
    "remark": "备注 附注 其他说明 备注说明",
    "source": "来源 依据 任务来源 文件依据 出处 来源文件 任务依据 政策依据 文件来源",
}
#: Below a group a short word says enough; elsewhere it may be part of anything.
_EXACT: Mapping[str, str] = {
    "牵头": "lead_office", "主办": "lead_office", "配合": "co_offices", "协办": "co_offices", "会办": "co_offices",
    "协助": "co_offices", "参与": "co_offices", "协同": "co_offices", "承办": "offices",
    "开始": "start_on", "启动": "start_on", "完成": "due_text", "结束": "due_text", "截止": "due_text",
    "牵头人": "owner", "重点": "priority", "no": "ref", "要求": "content",
}  # fmt: skip
#: Offices inside an office lead, and days of reporting are deadlines, where nothing else does or is.
_INNER: Mapping[str, str] = {
    "牵头处室": "lead_office", "主办处室": "lead_office", "牵头科室": "lead_office", "主办科室": "lead_office",
    "配合处室": "co_offices", "协办处室": "co_offices", "配合科室": "co_offices", "协办科室": "co_offices",
    "上报时限": "due_text", "反馈时限": "due_text", "反馈时间": "due_text", "上报时间": "due_text",
}  # fmt: skip
_INNER_SCORE = 0.78
#: A title where nothing better is one; beside a title they are its content.
_TITLE_OR_CONTENT = frozenset(
    map(
        header_key, ("任务内容", "工作内容", "目标任务", "任务目标", "事项内容", "重点工作内容", "督办内容", "交办内容")
    )
)
#: Headers that only look like a field.
_NO_FIELD = re.compile(
    "实际(完成|办结)|是否(?!重点|完成)|^第?[一二三四1-4]季度(?!.*(?:时限|时间|期限))|^[上下]半年(?:目标|计划|安排|进展)|(数|数量|件数|项数|总数|个数)$"
)
_KEYS = {field: tuple(map(header_key, words.split())) for field, words in _WORDS.items()}
_ALL_KEYS = frozenset(key for keys in _KEYS.values() for key in keys)


def is_word(text: str) -> bool:
    """Tell whether a text is exactly what stands over a column of some field."""
    wanted = header_key(text)
    return wanted in _EXACT or wanted in _TITLE_OR_CONTENT or wanted in _ALL_KEYS


def scores(parts: Iterable[str]) -> dict[str, float]:
    """Return the fields that a header may be with their scores, 0 to 1; its parts stand above each other.

    A part that stands over several columns (all but the last) says less than the one at the bottom.
    """
    texts = [part for part in parts if part]
    if texts and _NO_FIELD.search(header_key(texts[-1])):
        return {}  # 形象进度/一季度 is a part of what stands over it
    rated: dict[str, float] = {}
    for index, text in enumerate(texts):
        weight = 1.0 if index == len(texts) - 1 else 0.9
        _take_best(rated, {field: weight * score for field, score in text_scores(text).items()})
    if len(texts) > 1:
        _take_best(rated, {field: 0.95 * score for field, score in text_scores("".join(texts)).items()})
    return {field: score for field, score in rated.items() if score >= ACCEPT}


def _take_best(scores_so_far: dict[str, float], more: Mapping[str, float]) -> None:
    for field, score in more.items():
        scores_so_far[field] = max(score, scores_so_far.get(field, 0.0))


@lru_cache(maxsize=4096)
def text_scores(text: str) -> dict[str, float]:
    """Return the fields that one header text may be with their scores; 1 is exact."""
    bare = _BRACKETS.sub("", unicodedata.normalize("NFKC", without_marks(text)).strip())
    wanted = header_key(bare) or header_key(text)
    if not wanted or len(wanted) > _LONGEST or _NO_FIELD.search(wanted):
        return {}
    if wanted in _TITLE_OR_CONTENT:
        return {"title": 0.94, "content": 0.9}
    if special := _EXACT.get(wanted) or _combined(wanted):
        return {special: 1.0}
    if inner := _INNER.get(wanted):
        return {inner: _INNER_SCORE}
    rated = {field: max(_score(known, wanted) for known in words) for field, words in _KEYS.items()}
    return {field: score for field, score in rated.items() if score >= ACCEPT}


def _combined(wanted: str) -> str:
    """Return the field of a header that names two things."""
    if _PERSON.search(wanted) and _TELEPHONE.search(wanted):
        return "contact"
    office = _OFFICE.search(wanted)
    if office and _PERSON.search(wanted):
        best = {
            field: max(_score(w, wanted[: office.end()]) for w in _KEYS[field])
            for field in ("lead_office", "offices", "co_offices")
        }
        return max(best, key=lambda field: best[field])
    return "priority" if wanted.startswith("是否重点") else ""


def _score(known: str, wanted: str) -> float:
    if known == wanted:
        return 1.0
    if len(known) >= 2 and known in wanted:
        # Of two words at the end the longer one says what the column is: 任务进展情况.
        if wanted.endswith(known):
            return 0.9 + len(known) / 1000
        return 0.8 if len(known) > 2 else 0.0
    if 0.85 * 2 * min(len(known), len(wanted)) < ACCEPT * (len(known) + len(wanted)):
        return 0.0
    return 0.85 * difflib.SequenceMatcher(None, known, wanted).ratio()
